package tocsin.attacks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Makes strange bytes of good ones; the same of the same seed.
public final class Mutators {
    private static final int LONGEST = 200_000;
    private static final List<byte[]> TOKENS = List.of(new byte[]{0, 0, 0, 0, 0}, new byte[]{-1, -1, -1, -1, -1},
            new byte[]{-1, -1, -1, -1, 15}, text("\u202e\u2066"), text("\u001b[2J\u001b]0;x\u0007"), text("\u0000"),
            new byte[]{(byte) 0xed, (byte) 0xa0, (byte) 0x80}, text("1e99999999999"), text("[".repeat(2_000)),
            text("{\"a\":".repeat(500)), text("../../../etc"), text("NaN"), text("-9223372036854775808"),
            new byte[]{(byte) 0xfe, (byte) 0xff}, text("=cmd|' /c calc'!A1"), text("<!DOCTYPE a [<!ENTITY b \"c\">]>"));

    private final Random random;

    public Mutators(long seed) {
        this.random = new Random(seed);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// A strange value made of this one and another; null for a record without a value.
    public byte @Nullable [] strange(byte[] good, byte[] other) {
        byte[] made = good;
        for (int times = 1 + random.nextInt(3); times > 0 && made != null; times--) {
            made = mutated(made, other);
        }
        return made;
    }

    private byte @Nullable [] mutated(byte[] good, byte[] other) {
        return switch (random.nextInt(12)) {
            case 0 -> null;
            case 1 -> new byte[0];
            case 2 -> random(random.nextInt(2_000));
            case 3 -> part(good, 0, random.nextInt(good.length + 1));
            case 4 -> joined(good, part(good, random.nextInt(good.length + 1), good.length));
            case 5 -> joined(part(good, 0, random.nextInt(good.length + 1)),
                    part(other, random.nextInt(other.length + 1), other.length));
            case 6 -> schemaId(good);
            case 7, 8 -> flipped(good, 1 + random.nextInt(8));
            case 9 -> flipped(good, 1);
            default -> inserted(good, TOKENS.get(random.nextInt(TOKENS.size())));
        };
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] part(byte[] bytes, int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, Math.min(LONGEST, one.length + other.length));
        System.arraycopy(other, 0, both, Math.min(one.length, both.length),
                Math.max(0, both.length - one.length));
        return both;
    }

    private byte[] schemaId(byte[] good) {
        byte[] other = good.clone();
        for (int at = 1; at < Math.min(5, other.length); at++) {
            other[at] = (byte) (at < 4 && random.nextBoolean() ? 0 : random.nextInt(60));
        }
        return other;
    }

    private byte[] flipped(byte[] good, int bits) {
        byte[] other = good.clone();
        for (int bit = 0; bit < bits && other.length > 0; bit++) {
            other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return other;
    }

    private byte[] inserted(byte[] good, byte[] token) {
        int at = random.nextInt(good.length + 1);
        return joined(joined(part(good, 0, at), token), part(good, at, good.length));
    }

    /// A number below this one, of the same seed.
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /// A strange text for a header or a key.
    public byte[] text() {
        return random(random.nextInt(40));
    }
}
