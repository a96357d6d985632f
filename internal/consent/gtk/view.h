// The window as Go sees it. No GTK types here, so that cgo need not read
// GTK's headers. All functions but vg_wake and vg_quit belong to the
// thread of the main loop.
#ifndef VESTIBULE_VIEW_H
#define VESTIBULE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct view view;

// The kinds of consent.Event, in its order.
enum { VG_MAPPED, VG_FOCUSED, VG_BLURRED, VG_MOVED, VG_PRESSED, VG_TOGGLED, VG_PICKED, VG_DISMISSED, VG_TOUCHED };

// The tones of consent.Tone, in its order.
enum { VG_PLAIN, VG_GOOD, VG_NEUTRAL, VG_WARN, VG_BAD, VG_TONES };

enum { VG_CAMERA, VG_MICROPHONE, VG_DEVICES };

// Flags of a button.
enum { VG_SAFE = 1, VG_SUGGESTED = 2, VG_ARMED = 4, VG_CHECK = 8, VG_ON = 16 };

typedef struct vg_row {
	const char *title, *icon, *now, *now_strong;
	const char *label, *assurance, *why, *why_label, *why_name, *note, *description;
	const char *check_id, *check_label; // check_id "": no check box
	int tone;
	bool on, locked, check_on, check_locked;
} vg_row;

typedef struct vg_head {
	const char *badge, *title, *host;
	const int *strong; // pairs: where in host, in bytes, bold begins and ends
	int strongs;
	bool bad;
} vg_head;

// vg_opener is the line that says who opened the link.
typedef struct vg_opener {
	const char *text, *icon, *more, *more_label;
	const void *png; // drawn in the place of icon where it can be read, or NULL
	size_t png_size;
} vg_opener;

bool vg_init(void);
void vg_wake(void);
void vg_loop(void);
void vg_quit(void);
void vg_prefer_dark(bool dark);
void vg_right_to_left(bool rtl);

view *vg_new(uintptr_t handle, const char *title);
void vg_css(view *v, const char *css);

// A page is drawn between vg_begin and vg_end. fresh is a new page, against
// an update of the one that is shown.
void vg_begin(view *v, uint64_t page, bool fresh);
void vg_set_head(view *v, const vg_head *h);
bool vg_set_opener(view *v, const vg_opener *o); // whether the PNG is drawn
// The PNG file of a name in the icon theme, to be freed, or NULL.
char *vg_icon_file(view *v, const char *name);
void vg_set_device(view *v, int which, const vg_row *r); // NULL: no such row
void vg_set_open(view *v, const char *title, const char *note, const char *label);
void vg_set_choices(view *v, char **names, int n); // only when they changed
void vg_set_chosen(view *v, int chosen);
void vg_set_notices(view *v, const char *cleaned, const char *banner, int tone);
void vg_clear_text(view *v);
// strong as in vg_head; with any, the text is a host.
void vg_add_text(view *v, const char *text, const int *strong, int strongs, bool selectable, int tone);
// rebuild makes the buttons anew; without it the next calls of vg_add_button
// change the labels of those that are there, in the same order.
void vg_begin_buttons(view *v, bool rebuild);
void vg_add_button(view *v, bool action, const char *id, const char *label, int flags);
void vg_end(view *v);

void vg_show(view *v, const char *startup_id);
void vg_raise(view *v, const char *startup_id);
// vg_arm makes the armed buttons live or dead; live is announced as they come
// to life.
void vg_arm(view *v, bool ready, const char *suffix, const char *live);

// vg_announce has assistive technology read a text that is in no control with
// the focus.
void vg_announce(view *v, const char *text);
void vg_hide(view *v);

enum { VG_CLIPBOARD = 64 * 1024 }; // the most bytes that are read
void vg_clipboard_read(uintptr_t handle);
void vg_clipboard_write(const char *text, int length);

// Written in Go.
extern void vgDrain(void);
extern void vgEvent(uintptr_t handle, uint64_t page, int kind, char *id, int index, int on, int typed);
extern void vgColours(view *v, double *rgb);
extern void vgClipboard(uintptr_t handle, char *text, int length);

#endif
