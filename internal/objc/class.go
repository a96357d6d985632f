//go:build darwin || (linux && gnustep)

package objc

import (
	"errors"
	"fmt"

	"github.com/ebitengine/purego"
)

// Method is a method of a class of ours. Fn takes the receiver, the selector
// (SEL), and the arguments, each an ID or a number of up to eight bytes; Types
// is its encoding, such as "v@:@".
type Method struct {
	Selector, Types string
	Fn              any
}

// M is a Method on one line.
func M(selector, types string, fn any) Method { return Method{selector, types, fn} }

// NewClass makes a class below another, with methods beside and instead of
// those it inherits.
func NewClass(name string, above ID, methods ...Method) (ID, error) {
	if above == 0 {
		return 0, fmt.Errorf("making class %s: there is none to make it from", name)
	}
	class := allocateClassPair(above, name, 0)
	if class == 0 {
		return 0, fmt.Errorf("making class %s: the name is taken", name)
	}
	for _, m := range methods {
		if !addMethod(class, Selector(m.Selector), purego.NewCallback(m.Fn), m.Types) {
			return 0, errors.New("making class " + name + ": " + m.Selector + " cannot be added")
		}
	}
	registerClassPair(class)
	return class, nil
}
