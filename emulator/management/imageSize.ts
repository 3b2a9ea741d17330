/** Width and height in pixels. */
export interface ImageSize {
	width: number;
	height: number;
}

/** What a PNG, GIF or JPEG file says of its size; undefined for bytes that do not say it. */
export function imageSize(bytes: Buffer): ImageSize | undefined {
	if (bytes.length >= 24 && bytes.toString("latin1", 12, 16) === "IHDR") {
		return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
	}
	if (bytes.length >= 10 && bytes.toString("latin1", 0, 3) === "GIF") {
		return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
	}
	return bytes.length >= 2 && bytes.readUInt16BE(0) === START_OF_IMAGE ? jpegSize(bytes) : undefined;
}

const START_OF_IMAGE = 0xff_d8;

/** A JPEG file is a row of segments; that of the frame has the size (ITU-T T.81, B.2.2). */
function jpegSize(bytes: Buffer): ImageSize | undefined {
	let at = 2;
	while (at + 9 <= bytes.length) {
		const marker = bytes.readUInt16BE(at);
		if (isFrame(marker)) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
		at += 2 + bytes.readUInt16BE(at + 2);
	}
	return undefined;
}

/** Markers SOF0 to SOF15, among which are DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
	marker >= 0xff_c0 && marker <= 0xff_cf && ![0xff_c4, 0xff_c8, 0xff_cc].includes(marker);
