/* mapwatch: tells from outside when a window is on the screen.
 *
 * Prints one line for each top-level window that is mapped or unmapped:
 *
 *     map|unmap <CLOCK_MONOTONIC in ns> <window> <width> <height>
 *
 * With an argument it also prints a line "draw" for each rectangle that changes
 * on the screen, whoever draws it.
 *
 * It is an X client like any other: what it prints is what the X server says,
 * whatever the program that is measured believes. */
#include <X11/Xlib.h>
#include <X11/extensions/Xdamage.h>
#include <stdio.h>
#include <time.h>

static int ignore(Display *display, XErrorEvent *event) {
    (void)display;
    (void)event;
    return 0; /* a window that is gone before we ask for its size */
}

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(int argc, char **argv) {
    (void)argv;
    Display *display = XOpenDisplay(NULL);
    if (!display) {
        fputs("mapwatch: no display\n", stderr);
        return 1;
    }
    XSetErrorHandler(ignore);
    setvbuf(stdout, NULL, _IOLBF, 0);
    XSelectInput(display, DefaultRootWindow(display), SubstructureNotifyMask);
    int damage = 0, errors = 0;
    if (argc > 1) {
        if (!XDamageQueryExtension(display, &damage, &errors)) {
            fputs("mapwatch: the display tells of no drawing\n", stderr);
            return 1;
        }
        XDamageCreate(display, DefaultRootWindow(display), XDamageReportRawRectangles);
    }
    XSync(display, False);
    puts("ready");
    for (;;) {
        XEvent event;
        XNextEvent(display, &event);
        long long at = now();
        if (argc > 1 && event.type == damage + XDamageNotify) {
            XDamageNotifyEvent *d = (XDamageNotifyEvent *)&event;
            printf("draw %lld %lu %d %d\n", at, d->drawable, d->area.width, d->area.height);
        } else if (event.type == MapNotify) {
            XWindowAttributes a = {0};
            XGetWindowAttributes(display, event.xmap.window, &a);
            printf("map %lld %lu %d %d\n", at, event.xmap.window, a.width, a.height);
        } else if (event.type == UnmapNotify) {
            printf("unmap %lld %lu 0 0\n", at, event.xunmap.window);
        } else if (event.type == DestroyNotify) {
            /* A window manager may take its frame away whole. */
            printf("unmap %lld %lu 0 0\n", at, event.xdestroywindow.window);
        }
    }
}
