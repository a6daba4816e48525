package tocsin.embedded;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps others on this machine from what this process and its children write from now on: files get 0600, folders 0700.
///
/// The broker, the stores and the registry make files in many places and take no wish for their modes; only the system's
/// mask reaches all of them, however the program was started.
final class OwnerOnly {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerOnly.class);
    private static final int GROUP_AND_OTHERS = 0077;
    private static final AtomicBoolean SET = new AtomicBoolean();

    private OwnerOnly() {}

    /// From now on, for as long as the process runs. Where the system knows no such mask it is told, and nothing is changed.
    static void fromNowOn() {
        if (SET.getAndSet(true)) {
            return;
        }
        try {
            mask();
        } catch (Throwable e) { // as a method handle declares it
            LOG.warn(
                    "files cannot be kept from others by this system's mask ({}); keep the data folder from them yourself",
                    e.getMessage());
        }
    }

    @SuppressWarnings("restricted")
    private static void mask() throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle umask = linker.downcallHandle(linker.defaultLookup().findOrThrow("umask"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        int before = (int) umask.invokeExact(GROUP_AND_OTHERS);
        LOG.debug("the mask was {}", Integer.toOctalString(before));
    }
}
