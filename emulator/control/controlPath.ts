/** Whether a path belongs to the control plane, which faults spare and the journal leaves out. */
export const isControlPath = (path: string): boolean => path === "/_emulator" || path.startsWith("/_emulator/");
