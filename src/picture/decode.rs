//! Reads PNG, JPEG, GIF, WebP and BMP within limits.
//!
//! Of a moving picture the first frame counts. Where it is transparent it lies on white, as on the
//! pages that such pictures are drawn for. Invariant: no more memory is asked for than [`MEMORY`]
//! allows, whatever a header claims.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageReader, Limits, Rgb, RgbImage, RgbaImage, imageops,
};

use super::Refusal;

/// Longest side of a picture, in pixels.
const LONGEST: u32 = 16_384;
/// Pixels of a picture at most: those of a large photograph.
const AREA: u64 = 32 * 1024 * 1024;
/// Memory for the pixels of one picture, in bytes.
const MEMORY: u64 = 4 * AREA;

/// A picture without transparency.
pub type Pixels = RgbImage;

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// The size of a picture from the start of its file, upright.
///
/// # Errors
/// When this is no start of a picture, or of one that is too large.
pub fn size(bytes: &[u8]) -> Result<Size, Refusal> {
    let mut decoder = decoder(bytes)?;
    let (width, height) = decoder.dimensions();
    Ok(match orientation(&mut decoder) {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => Size { width: height, height: width },
        _ => Size { width, height },
    })
}

/// A whole picture, upright.
///
/// # Errors
/// When this is no picture, a damaged one, or one that is too large.
pub fn decode(bytes: &[u8]) -> Result<Pixels, Refusal> {
    let mut decoder = decoder(bytes)?;
    let orientation = orientation(&mut decoder);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| refusal(&error))?;
    image.apply_orientation(orientation);
    Ok(if image.color().has_alpha() { on_white(&image.into_rgba8()) } else { image.into_rgb8() })
}

/// The same picture with `width` by `height` pixels.
#[must_use]
pub fn scale(pixels: &Pixels, width: u32, height: u32) -> Pixels {
    let (width, height) = (width.max(1), height.max(1));
    if (width, height) == pixels.dimensions() {
        pixels.clone()
    } else if width <= pixels.width() && height <= pixels.height() {
        // The mean of all pixels that fall together.
        imageops::thumbnail(pixels, width, height)
    } else {
        imageops::resize(pixels, width, height, imageops::FilterType::Triangle)
    }
}

/// A decoder that has read the header and found it within the limits.
fn decoder(bytes: &[u8]) -> Result<impl ImageDecoder + '_, Refusal> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let mut reader = reader.map_err(|_| Refusal::Unreadable)?;
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(LONGEST);
    limits.max_image_height = Some(LONGEST);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|error| refusal(&error))?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        Err(Refusal::Unreadable)
    } else if u64::from(width) * u64::from(height) > AREA || decoder.total_bytes() > MEMORY {
        Err(Refusal::TooLarge)
    } else {
        Ok(decoder)
    }
}

/// How a camera was held; what it wrote of that may be damaged.
fn orientation(decoder: &mut impl ImageDecoder) -> Orientation {
    decoder.orientation().unwrap_or(Orientation::NoTransforms)
}

fn refusal(error: &ImageError) -> Refusal {
    match error {
        ImageError::Limits(_) => Refusal::TooLarge,
        _ => Refusal::Unreadable,
    }
}

fn on_white(image: &RgbaImage) -> Pixels {
    let mut flat = Pixels::new(image.width(), image.height());
    for (to, from) in flat.pixels_mut().zip(image.pixels()) {
        let [red, green, blue, alpha] = from.0;
        let mixed = |colour: u8| {
            let sum = u32::from(colour) * u32::from(alpha) + 255 * u32::from(255 - alpha);
            u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
        };
        *to = Rgb([mixed(red), mixed(green), mixed(blue)]);
    }
    flat
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, Rgba};
    use proptest::prelude::*;

    const FORMATS: [ImageFormat; 5] = [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::Gif,
        ImageFormat::WebP,
        ImageFormat::Bmp,
    ];

    fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn gradient(width: u32, height: u32) -> DynamicImage {
        let shade = |at: u32, of: u32| u8::try_from(at * 255 / of).unwrap();
        DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
            Rgb([shade(x, width), shade(y, height), 128])
        }))
    }

    #[test]
    fn every_format_is_read() {
        for format in FORMATS {
            let bytes = encoded(&gradient(40, 30), format);
            assert_eq!(size(&bytes), Ok(Size { width: 40, height: 30 }), "{format:?}");
            let pixels = decode(&bytes).unwrap();
            assert_eq!(pixels.dimensions(), (40, 30), "{format:?}");
            let [red, green, blue] = pixels.get_pixel(39, 0).0;
            assert!(red > 220 && green < 30 && blue.abs_diff(128) < 30, "{format:?} {red} {green}");
        }
    }

    #[test]
    fn the_start_of_a_file_tells_its_size() {
        for format in FORMATS {
            let bytes = encoded(&gradient(900, 700), format);
            let start = &bytes[..bytes.len() / 2];
            assert_eq!(size(start), Ok(Size { width: 900, height: 700 }), "{format:?}");
        }
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for bytes in [&b""[..], b"# A note", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBP"] {
            assert_eq!(size(bytes), Err(Refusal::Unreadable), "{bytes:?}");
            assert_eq!(decode(bytes), Err(Refusal::Unreadable), "{bytes:?}");
        }
        let tiff = b"II*\0\x08\0\0\0\0\0";
        assert_eq!(decode(tiff), Err(Refusal::Unreadable), "another format is none");
    }

    #[test]
    fn a_picture_that_was_cut_off_is_refused_or_partly_shown_and_never_a_panic() {
        for format in FORMATS {
            let bytes = encoded(&gradient(64, 64), format);
            for cut in (0..bytes.len()).step_by(37) {
                let _ = decode(&bytes[..cut]);
            }
        }
        let png = encoded(&gradient(64, 64), ImageFormat::Png);
        assert_eq!(decode(&png[..png.len() / 2]), Err(Refusal::Unreadable));
    }

    /// A PNG whose header claims a size, with nothing behind it.
    fn claim(width: u32, height: u32) -> Vec<u8> {
        let mut png = encoded(&gradient(1, 1), ImageFormat::Png);
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        let crc = crc32(&png[12..29]);
        png[29..33].copy_from_slice(&crc.to_be_bytes());
        png
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
            })
        })
    }

    #[test]
    fn a_header_that_claims_too_much_costs_nothing() {
        assert_eq!(size(&claim(1, 1)), Ok(Size { width: 1, height: 1 }), "the claim is well made");
        for (width, height) in
            [(100_000, 100_000), (u32::MAX >> 1, 1), (16_384, 16_384), (20_000, 1)]
        {
            assert_eq!(size(&claim(width, height)), Err(Refusal::TooLarge), "{width}x{height}");
            assert_eq!(decode(&claim(width, height)), Err(Refusal::TooLarge), "{width}x{height}");
        }
    }

    #[test]
    fn a_transparent_picture_lies_on_white() {
        let image = RgbaImage::from_fn(2, 1, |x, _| Rgba([0, 0, 0, if x == 0 { 0 } else { 255 }]));
        let bytes = encoded(&DynamicImage::ImageRgba8(image), ImageFormat::Png);
        let pixels = decode(&bytes).unwrap();
        assert_eq!((pixels.get_pixel(0, 0).0, pixels.get_pixel(1, 0).0), ([255; 3], [0; 3]));
    }

    #[test]
    fn scaling_takes_the_mean_of_what_falls_together() {
        let chequered =
            RgbImage::from_fn(64, 64, |x, y| Rgb([if (x + y) % 2 == 0 { 0 } else { 255 }; 3]));
        let small = scale(&chequered, 4, 4);
        assert!(small.pixels().all(|pixel| pixel.0[0].abs_diff(127) < 8), "{small:?}");
        assert_eq!(scale(&chequered, 64, 64), chequered);
        assert_eq!(scale(&chequered, 130, 3).dimensions(), (130, 3));
        assert_eq!(scale(&chequered, 0, 0).dimensions(), (1, 1));
    }

    proptest! {
        #[test]
        fn no_damage_to_a_file_is_more_than_a_refusal(
            format in prop::sample::select(FORMATS.to_vec()),
            places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        ) {
            let mut bytes = encoded(&gradient(32, 24), format);
            for (place, byte) in places {
                let at = place.index(bytes.len());
                bytes[at] = byte;
            }
            let _ = size(&bytes);
            let _ = decode(&bytes);
        }
    }
}
