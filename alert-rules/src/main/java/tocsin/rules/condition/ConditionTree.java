package tocsin.rules.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tocsin.yaml.Nearest;

/// What can be told of a condition from its form alone.
final class ConditionTree {
    private static final int LOOPS = 2;
    private static final int LONGEST_PATTERN = 200;
    /// Steps of all patterns of a condition together: each may be tried at each character of a text.
    private static final int LARGEST_PATTERNS = 500;

    private final CelNavigableExpr root;
    private final Map<String, Fields> records;

    ConditionTree(CelAbstractSyntaxTree tree, Map<String, Fields> records) {
        this.root = CelNavigableAst.fromAst(tree).getRoot();
        this.records = records;
    }

    /// The fields it reads, as paths, each once, the longest paths only.
    List<String> inputs() {
        Set<String> paths = new LinkedHashSet<>();
        root.allNodes().forEach(node -> {
            boolean longest = node.parent().map(above -> above.getKind() != Kind.SELECT).orElse(true);
            if (longest) {
                path(node.expr()).filter(path -> records.containsKey(first(path)) || !path.startsWith("@"))
                        .ifPresent(paths::add);
            }
        });
        return new ArrayList<>(paths);
    }

    private static String first(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    private static Optional<String> path(CelExpr node) {
        return switch (node.getKind()) {
            case IDENT -> Optional.of(node.ident().name());
            case SELECT -> path(node.select().operand()).map(above -> above + "." + node.select().field());
            default -> Optional.empty();
        };
    }

    /// Why it is refused though its types are right; empty if it is not.
    List<String> objections() {
        List<String> objections = new ArrayList<>();
        long patterns = root.allNodes().filter(node -> node.getKind() == Kind.CALL).map(node -> node.expr().call())
                .filter(call -> call.function().equals("matches")).mapToLong(call -> size(call.args().getLast())).sum();
        root.allNodes().forEach(node -> {
            if (node.getKind() == Kind.CALL) {
                CelExpr.CelCall call = node.expr().call();
                compared(call).forEach((path, values) -> symbols(path, values, objections));
                if (call.function().equals("matches")) {
                    pattern(call, objections);
                    if (loops(node) >= LOOPS) {
                        objections.add("looks for a pattern in a loop within a loop; one loop is the most");
                    }
                }
            }
            if (node.getKind() == Kind.COMPREHENSION && loops(node) > LOOPS) {
                objections.add("holds a loop within a loop within a loop; two are the most");
            }
        });
        if (patterns > LARGEST_PATTERNS) {
            objections.add("has patterns of " + patterns + " steps together, repetitions counted; " + LARGEST_PATTERNS
                    + " are the most");
        }
        return objections.stream().distinct().toList();
    }

    private static long loops(CelNavigableExpr node) {
        long loops = 0;
        for (Optional<CelNavigableExpr> at = Optional.of(node); at.isPresent(); at = at.get().parent()) {
            loops += at.get().getKind() == Kind.COMPREHENSION ? 1 : 0;
        }
        return loops;
    }

    private static void pattern(CelExpr.CelCall call, List<String> objections) {
        CelExpr pattern = call.args().getLast();
        if (pattern.getKind() != Kind.CONSTANT) {
            objections.add("takes its pattern from a field; write the pattern in the rule");
        } else if (pattern.constant().stringValue().length() > LONGEST_PATTERN) {
            objections.add("has a pattern longer than " + LONGEST_PATTERN + " characters");
        } else if (size(pattern) <= LARGEST_PATTERNS) {
            try {
                com.google.re2j.Pattern.compile(pattern.constant().stringValue());
            } catch (com.google.re2j.PatternSyntaxException e) {
                objections.add("has a pattern that does not read: " + e.getMessage());
            }
        }
    }

    /// A pattern is refused by its size before it is compiled: `((a{1000}){1000}){1000}` would not fit in memory.
    private static long size(CelExpr pattern) {
        return pattern.getKind() == Kind.CONSTANT ? PatternSize.of(pattern.constant().stringValue()) : 0;
    }

    private void symbols(String path, Set<String> values, List<String> objections) {
        List<String> known = symbolsAt(path);
        for (String value : values) {
            if (!known.isEmpty() && !known.contains(value)) {
                objections.add("compares " + path + " with '" + value + "', which it can never be"
                        + Nearest.hint(value, known) + "; it is one of " + known);
            }
        }
    }

    private List<String> symbolsAt(String path) {
        List<String> steps = List.of(path.split("\\.", -1));
        Fields fields = records.get(steps.getFirst());
        for (int i = 1; i < steps.size() - 1 && fields != null; i++) {
            fields = fields.within().get(steps.get(i));
        }
        return fields == null ? List.of() : fields.symbols().getOrDefault(steps.getLast(), List.of());
    }

    /// The texts a call compares a field with: `field == 'A'`, `field in ['A', 'B']`, `'A' in field`.
    private static Map<String, Set<String>> compared(CelExpr.CelCall call) {
        boolean equals = Set.of("_==_", "_!=_").contains(call.function());
        boolean in = call.function().equals("@in");
        if (!equals && !in || call.args().size() != 2) {
            return Map.of();
        }
        CelExpr left = call.args().getFirst();
        CelExpr right = call.args().getLast();
        Optional<String> path = path(left).or(() -> path(right));
        Set<String> values = new HashSet<>(texts(left));
        values.addAll(texts(right));
        return path.isEmpty() || values.isEmpty() ? Map.of() : Map.of(path.get(), values);
    }

    private static Set<String> texts(CelExpr node) {
        return switch (node.getKind()) {
            case CONSTANT -> node.constant().getKind() == CelConstant.Kind.STRING_VALUE
                    ? Set.of(node.constant().stringValue())
                    : Set.of();
            case LIST -> {
                Set<String> texts = new HashSet<>();
                node.list().elements().forEach(element -> texts.addAll(texts(element)));
                yield texts;
            }
            default -> Set.of();
        };
    }

    /// Values outside of which the condition cannot hold, by path: of the comparisons that are joined by `&&` at its top.
    Map<String, Set<String>> only() {
        Map<String, Set<String>> only = new HashMap<>();
        narrow(root.expr(), only);
        return only;
    }

    private static void narrow(CelExpr node, Map<String, Set<String>> only) {
        if (node.getKind() != Kind.CALL) {
            return;
        }
        CelExpr.CelCall call = node.call();
        if (call.function().equals("_&&_")) {
            call.args().forEach(part -> narrow(part, only));
        } else if (call.function().equals("_==_")
                || call.function().equals("@in") && call.args().getFirst().getKind() == Kind.SELECT) {
            compared(call).forEach((path, values) -> only.merge(path, values, (one, other) -> {
                Set<String> both = new HashSet<>(one);
                both.retainAll(other);
                return both;
            }));
        }
    }
}
