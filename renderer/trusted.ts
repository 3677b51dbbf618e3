/**
 * The page's one trusted-types policy: text without markup may pass as HTML (the style injection of the component library
 * needs that), anything with a tag is refused.
 */
type Policies = { createPolicy: (name: string, rules: { createHTML: (text: string) => string }) => void }

const policies: Policies | undefined = Reflect.get(window, 'trustedTypes')
policies?.createPolicy('default', {
  createHTML: text => {
    if (text.includes('<')) throw new TypeError('markup is refused')
    return text
  },
})

export {}
