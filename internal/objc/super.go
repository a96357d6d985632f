//go:build darwin || (linux && gnustep)

package objc

import "github.com/ebitengine/purego"

// Super has the class above do what it does with a message of one object
// argument and no result: what a method of ours does instead, it may so do
// beside.
func Super(class, self ID, selector string, argument ID) {
	if !ready() {
		return
	}
	above := superclassOf(class)
	sel := Selector(selector)
	if above == 0 || getInstanceMethod(above, sel) == 0 {
		return
	}
	var fn func(ID, SEL, ID)
	purego.RegisterFunc(&fn, implementation(above, sel))
	fn(self, sel, argument)
}
