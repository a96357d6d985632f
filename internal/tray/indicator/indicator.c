//go:build linux && cgo

#include <dlfcn.h>
#include <libayatana-appindicator/app-indicator.h>

// The name that Debian's and Fedora's packages of the library have.
static const char library[] = "libayatana-appindicator3.so.1";

// find gives a function of the library, or NULL. All calls are on the main
// thread, as all of GTK.
static void *find(const char *name) {
	static void *loaded;
	static gboolean tried;
	if (!tried) {
		tried = TRUE;
		loaded = dlopen(library, RTLD_NOW | RTLD_LOCAL);
		if (!loaded)
			g_warning("there is no tray icon: %s", dlerror());
	}
	return loaded ? dlsym(loaded, name) : NULL;
}

#define CALL(name, ...)                             \
	do {                                            \
		__typeof__(&name) f = find(#name);          \
		if (f)                                      \
			f(__VA_ARGS__);                         \
	} while (0)

AppIndicator *app_indicator_new(const gchar *id, const gchar *icon, AppIndicatorCategory category) {
	__typeof__(&app_indicator_new) f = find("app_indicator_new");
	return f ? f(id, icon, category) : NULL;
}

void app_indicator_set_status(AppIndicator *self, AppIndicatorStatus status) {
	// systray hides its icon as its last act, once it has removed the icon's
	// file. The icon goes with the process; hidden, it would be looked for in
	// the themes first, which the window has switched off, and be complained of.
	if (status != APP_INDICATOR_STATUS_PASSIVE)
		CALL(app_indicator_set_status, self, status);
}

void app_indicator_set_menu(AppIndicator *self, GtkMenu *menu) { CALL(app_indicator_set_menu, self, menu); }

void app_indicator_set_icon_full(AppIndicator *self, const gchar *icon, const gchar *what) {
	CALL(app_indicator_set_icon_full, self, icon, what);
}

void app_indicator_set_attention_icon_full(AppIndicator *self, const gchar *icon, const gchar *what) {
	CALL(app_indicator_set_attention_icon_full, self, icon, what);
}

void app_indicator_set_title(AppIndicator *self, const gchar *title) { CALL(app_indicator_set_title, self, title); }

void app_indicator_set_label(AppIndicator *self, const gchar *label, const gchar *guide) {
	CALL(app_indicator_set_label, self, label, guide);
}
