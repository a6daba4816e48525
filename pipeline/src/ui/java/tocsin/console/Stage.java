package tocsin.console;

import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests of pages one Tocsin and one browser, which all of them share.
final class Stage implements ParameterResolver {
    private static final Map<Class<?>, Callable<AutoCloseable>> SHARED = Map.of(LiveTocsin.class, LiveTocsin::new,
            Chromium.class, Chromium::new);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return SHARED.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot().getStore(ExtensionContext.Namespace.create(Stage.class))
                .getOrComputeIfAbsent(parameter.getParameter().getType(), Stage::made);
    }

    private static AutoCloseable made(Class<?> type) {
        try {
            return SHARED.get(type).call();
        } catch (Exception e) {
            throw new IllegalStateException(type.getSimpleName() + " does not start", e);
        }
    }
}
