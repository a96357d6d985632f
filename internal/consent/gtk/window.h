// The window as its C files see it.
#ifndef VESTIBULE_WINDOW_H
#define VESTIBULE_WINDOW_H

#include <gtk/gtk.h>

#include "view.h"

enum { KEYCODES = 1024 };

typedef struct device {
	GtkWidget *box, *icon, *title, *now, *assurance, *assurance_line, *why, *more, *check, *note, *toggle;
	gulong toggled, checked;
} device;

struct view {
	uintptr_t handle;
	GtkWidget *window, *scroller, *column;
	GtkWidget *badge, *title, *host;
	GtkWidget *opener_line, *opener_icon, *opener, *details, *more; // head.c
	GtkWidget *text, *card, *actions, *cleaned, *banner, *banner_text, *buttons;
	device devices[VG_DEVICES];
	GtkWidget *open_box, *open_icon, *open_title, *open_note, *open;
	gulong picked;
	char **names, *open_label; // of the choice
	int wrap;                  // the width its names wrap at, or -1
	GtkCssProvider *css;

	uint64_t page; // the number of the page that is shown, 0 when hidden
	bool mapped;   // Mapped was said for it
	bool focused;  // what was last said of the focus
	bool active;   // it has the keyboard focus
	int visibility; // a GdkVisibilityState: what X says of windows above ours
	bool ready;    // armed buttons are live
	char *suffix;  // what dead buttons say after their label
	bool grown;    // a button's label became wider since the last view_fit
	GtkWidget *safe;
	GList *next; // the next button that vg_add_button changes
	bool rebuild;
	char *refocus; // the button that had the focus before a rebuild

	int x, y, width, height; // where the window was last seen
	bool placed;
	bool keep; // to be moved up once if it is placed below the screen
	guint urge; // the one timer: asks for attention if focus does not come

	// Keys that are down. Stale ones were down before the page was shown.
	guint8 down[KEYCODES / 8], stale[KEYCODES / 8];
	guint16 released;
	guint32 released_at;
	bool typed;    // the last input was a key
	gint64 key_at; // when, in microseconds
};

// column.c
GtkWidget *column_new(void);
void column_set_width(GtkWidget *column, int width);
GtkWidget *flow_new(GtkWidget *label, GtkWidget *button);

// head.c
GtkWidget *head_new(view *v);
void head_fresh(view *v);
void head_fit(view *v, double em);
// wrapped.c
GtkWidget *wrapped_new(void);
// Whether the text of a label of that width is broken nowhere, and its size in
// pixels then.
bool wrapped_whole(GtkWidget *label, int width, int *text_width, int *text_height);

// parts.c
GtkWidget *part_label(const char *class_name);
void part_text(GtkWidget *label, const char *text);
void part_bold(GtkWidget *label, const int *strong, int strongs);
void part_tone(GtkWidget *widget, int tone);
GtkWidget *part_device(view *v, int which);
GtkWidget *part_row(GtkWidget *icon, GtkWidget **texts, GtkWidget *control);
void part_clear(GtkWidget *container);
void part_name(GtkWidget *widget, const char *name, const char *description);

// icons.c
GtkWidget *part_icon(void);
void part_icon_set(GtkWidget *icon, const char *name);
void part_icon_picture(GtkWidget *icon, GdkPixbuf *picture); // NULL: our own icon

// choice.c
GtkWidget *part_open(view *v);
void part_open_fit(view *v, int width, double em);

// buttons.c
void buttons_arm(view *v);

// input.c
void input_connect(view *v);
void input_shown(view *v);
void input_hidden(view *v);
void input_urge(view *v);

// window.c
void view_emit(view *v, int kind, const char *id, int index, bool on);
void view_fit(view *v);
bool view_keep(view *v);

#endif
