package org.responsestck.conformance.run;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.responsestck.conformance.requirement.Level;
import org.responsestck.conformance.requirement.Requirement;

/**
 * Which requirements the user wants judged.
 *
 * @param levels the words of the documents that are in
 * @param include globs over ids and capabilities; empty for all
 * @param exclude globs over ids and capabilities
 * @param smoke only what a handful of requests can show
 */
public record Selection(Set<Level> levels, List<String> include, List<String> exclude, boolean smoke) {
    public static final Selection ALL = new Selection(Set.of(Level.values()), List.of(), List.of(), false);

    public Selection {
        levels = Set.copyOf(levels);
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** Whether nothing is left out: then every scenario is played, since passive checks learn from each. */
    public boolean whole() {
        return levels.size() == Level.values().length && include.isEmpty() && exclude.isEmpty() && !smoke;
    }

    public boolean selects(Requirement row, String profile) {
        return levels.contains(row.level().get(profile))
                && (include.isEmpty() || include.stream().anyMatch(g -> matches(g, row)))
                && exclude.stream().noneMatch(g -> matches(g, row));
    }

    /** Whether a glob names a requirement by id or by capability; {@code *} and {@code ?} only, case ignored. */
    public static boolean matches(String glob, Requirement row) {
        StringBuilder regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        Pattern pattern = Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
        return pattern.matcher(row.id()).matches()
                || pattern.matcher(row.capability()).matches();
    }
}
