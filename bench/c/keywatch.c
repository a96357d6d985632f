// Presses a key again and again and measures how soon a GTK window has taken
// it: GTK then writes the key's time on its window.
//
//	keywatch WINDOW TIMES
//
// It prints one number of nanoseconds a line, as each comes; -1 for a key that
// is not taken within five seconds.
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long long now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(int argc, char **argv) {
	Display *display = XOpenDisplay(NULL);
	if (argc != 3 || !display)
		return 2;
	Window window = strtoul(argv[1], NULL, 0);
	Atom used = XInternAtom(display, "_NET_WM_USER_TIME", False);
	KeyCode key = XKeysymToKeycode(display, XK_F7);
	XSelectInput(display, window, PropertyChangeMask);
	XSync(display, False);
	for (int i = atoi(argv[2]); i > 0; i--) {
		XEvent event;
		while (XPending(display))
			XNextEvent(display, &event);
		long long start = now(), took = -1;
		XTestFakeKeyEvent(display, key, True, 0);
		XTestFakeKeyEvent(display, key, False, 0);
		XFlush(display);
		while (took < 0 && now() - start < 5000000000LL) {
			if (!XPending(display)) {
				struct pollfd fd = {ConnectionNumber(display), POLLIN, 0};
				poll(&fd, 1, 100);
				continue;
			}
			XNextEvent(display, &event);
			if (event.type == PropertyNotify && event.xproperty.atom == used)
				took = now() - start;
		}
		printf("%lld\n", took);
		fflush(stdout);
		// A hand presses no more than about fifty keys a second.
		struct timespec pause = {0, 20000000};
		nanosleep(&pause, NULL);
	}
	return 0;
}
