package dev.yadori.launcher.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yadori.launcher.picture.PictureException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngPictureTest {
    private static final int ROOM = 1 << 20;
    private static final int WIDTH = 301;
    private static final int HEIGHT = 97;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 903, 4096, Integer.MAX_VALUE})
    void pixelsOfAPpmAreThoseOfThePng(int parts) throws IOException {
        byte[] ppm = noise(WIDTH, HEIGHT);
        try (var picture = new PngPicture(ROOM)) {
            for (int at = 0; at < ppm.length; at += Math.min(parts, ppm.length - at)) {
                picture.write(ppm, at, Math.min(parts, ppm.length - at));
            }

            var image = ImageIO.read(picture.png().newInput());

            int pixels = ppm.length - WIDTH * HEIGHT * 3;
            for (int i = 0; i < WIDTH * HEIGHT; i++) {
                int at = pixels + i * 3;
                int expected = ((ppm[at] & 0xff) << 16) | ((ppm[at + 1] & 0xff) << 8) | (ppm[at + 2] & 0xff);
                assertThat(image.getRGB(i % WIDTH, i / WIDTH) & 0xffffff).isEqualTo(expected);
            }
        }
    }

    @Test
    void pngIsPassedOn() throws IOException {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};
        try (var picture = new PngPicture(ROOM)) {
            picture.write(png);

            assertThat(picture.png().toByteArray()).isEqualTo(png);
        }
    }

    @Test
    void largeEmptyScreenIsASmallPicture() throws IOException {
        try (var picture = new PngPicture(64 * 1024)) {
            picture.write("P6\n3840 2160\n255\n".getBytes(StandardCharsets.US_ASCII));
            byte[] row = new byte[3840 * 3];
            for (int i = 0; i < 2160; i++) {
                picture.write(row);
            }

            var image = ImageIO.read(picture.png().newInput());

            assertThat(image.getWidth()).isEqualTo(3840);
            assertThat(image.getHeight()).isEqualTo(2160);
        }
    }

    @Test
    void noiseThatIsTooLargeIsRefusedWhileItComes() {
        var failure = catchThrowableOfType(PictureException.class, () -> {
            try (var picture = new PngPicture(1024)) {
                picture.write(noise(WIDTH, HEIGHT));
            }
        });

        assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GIF89a and more than a header could be",
                "P6 99999 1 255 ",
                "P6 0 10 255 ",
                "P6 1 1 65535 012345678901234567890123456789"
            })
    void whatIsNoPictureIsRefused(String header) {
        assertThat(catchThrowableOfType(PictureException.class, () -> {
                    try (var picture = new PngPicture(ROOM)) {
                        picture.write(header.getBytes(StandardCharsets.US_ASCII));
                        picture.png();
                    }
                }))
                .isNotNull();
    }

    @Test
    void pictureThatEndsEarlyIsRefused() {
        var failure = catchThrowableOfType(PictureException.class, () -> {
            try (var picture = new PngPicture(ROOM)) {
                byte[] ppm = noise(WIDTH, HEIGHT);
                picture.write(ppm, 0, ppm.length - 1);
                picture.png();
            }
        });

        assertThat(failure.reason()).isEqualTo(Reason.UNKNOWN_FORMAT);
    }

    private static byte[] noise(int width, int height) throws IOException {
        var ppm = new ByteArrayOutputStream();
        ppm.write(("P6\n" + width + " " + height + "\n255\n").getBytes(StandardCharsets.US_ASCII));
        byte[] pixels = new byte[width * height * 3];
        new Random(7).nextBytes(pixels);
        ppm.write(pixels);
        return ppm.toByteArray();
    }
}
