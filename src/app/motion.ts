/** How far a key moves what has the keyboard, up and down. */
export type Motion = { readonly unit: "line" | "half" | "page" | "end"; readonly direction: -1 | 1 };
