package tocsin.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a command prints, which may be full or closed: the first trouble is kept, and nothing is written after it.
///
/// A reader that wants no more, such as `head`, is no trouble.
final class Screen extends OutputStream {
    private final OutputStream under;
    private volatile @Nullable IOException trouble;

    Screen(OutputStream under) {
        this.under = under;
    }

    /// Why not everything was written; empty where it was, or where nobody wanted the rest.
    Optional<IOException> trouble() {
        return Optional.ofNullable(trouble).filter(failure -> !isLeft(failure));
    }

    private static boolean isLeft(IOException failure) {
        String said = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return said.contains("broken pipe") || said.contains("reset by peer");
    }

    @Override
    public void write(int one) {
        write(new byte[]{(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (trouble == null) {
            try {
                under.write(bytes, offset, length);
            } catch (IOException e) {
                trouble = e;
            }
        }
    }

    @Override
    public void flush() {
        if (trouble == null) {
            try {
                under.flush();
            } catch (IOException e) {
                trouble = e;
            }
        }
    }
}
