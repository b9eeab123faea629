export interface Block { readonly name: string }
