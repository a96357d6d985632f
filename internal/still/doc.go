// Package still lets an idle program sleep. Go's runtime wakes each process
// once a minute to ask whether two minutes have passed without a garbage
// collection; a daemon that waits all day for a click would be woken, with its
// processor, thousands of times for nothing.
//
// Importing it is all there is to do. It takes effect where the programs are
// built with the tag "still" and the linker's -checklinkname=0, as "make
// build" does: the linker lets nobody refer to the runtime's own variables
// otherwise. A plain "go build" gives programs that do the same and wake a
// little more often.
//
// What may not live here: anything else that reaches into the runtime.
package still
