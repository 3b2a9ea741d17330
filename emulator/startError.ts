/** Raised when the emulator cannot listen; the message is one line that names the cause and the remedy. */
export class EmulatorStartError extends Error {
	override readonly name = "EmulatorStartError";
}
