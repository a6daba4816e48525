package tocsin.wire;

import java.time.Instant;
import tocsin.rules.Pack;
import tocsin.rules.directory.Directory;

/// Packs and directories by hash. Content under a hash never changes, so asking is no input of a decision.
public interface PackLibrary {
    /// The pack of this hash. Throws [PackNotHereException] while it has not been seen, and [NoSuchPackException] where
    /// nobody published it.
    Pack pack(String hash);

    /// The directory of this hash. Throws [PackNotHereException] while it has not been seen.
    Directory directory(String hash);

    /// The pack activated last: for routing, which is no decision of a desk.
    Pack activePack();

    /// The pack that was in force at an instant, or the oldest known where that is before all of them. Within two seconds
    /// of an activation it may be the pack before: desks switch at the record of their own inbox.
    Pack packAt(Instant instant);

    /// The directory activated last: for routing, which is no decision of a desk.
    Directory activeDirectory();

    /// A pack that was never published: whoever names it is wrong.
    final class NoSuchPackException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        public NoSuchPackException(String hash) {
            super("there is no pack or directory " + hash);
        }
    }

    /// A pack that has not been seen yet: reading the record again later will find it.
    final class PackNotHereException extends org.apache.kafka.common.errors.RetriableException {
        private static final long serialVersionUID = 1L;

        public PackNotHereException(String hash) {
            super("the pack or directory " + hash + " has not been read from its topic yet");
        }
    }
}
