//go:build linux && cgo

// The theme that GTK brings, without what no window of ours has; see theme.go.
#include "view.h"

#include <gtk/gtk.h>

void vg_prepare(void) {
	// Looking for GL visuals loads the whole GL driver: 12 MB, with LLVM, and
	// tens of milliseconds, for a window that draws with cairo.
	if (!g_getenv("GDK_GL"))
		g_setenv("GDK_GL", "disable", FALSE);
	// With this GTK's resources can be read. The display is opened later. The
	// environment and the locale are changed here for the last time: from the
	// next line on another thread reads them.
	gtk_parse_args(NULL, NULL);
	// Pango reads the fonts' configuration on a thread of its own, from now on,
	// and not when the first text waits for it.
	pango_cairo_font_map_get_default();
}

const void *vg_theme(const char *name, size_t *size) {
	GBytes *text = g_resources_lookup_data(name, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	if (!text)
		return NULL;
	const void *data = g_bytes_get_data(text, size);
	g_bytes_unref(text); // the data is GTK's own, in its library
	return data;
}

void vg_theme_put(const void *data, size_t size) {
	GBytes *bytes = g_bytes_new(data, size);
	// What is registered last is found first.
	GResource *ours = g_resource_new_from_data(bytes, NULL);
	g_bytes_unref(bytes);
	if (!ours)
		return;
	g_resources_register(ours);
	g_resource_unref(ours);
}

char *vg_nodes_for_test(void) {
	GString *all = g_string_new(NULL);
	GList *windows = gtk_window_list_toplevels();
	for (GList *l = windows; l; l = l->next) {
		char *nodes = gtk_style_context_to_string(gtk_widget_get_style_context(l->data), GTK_STYLE_CONTEXT_PRINT_RECURSE);
		g_string_append(all, nodes);
		g_free(nodes);
	}
	g_list_free(windows);
	return g_string_free(all, FALSE);
}
