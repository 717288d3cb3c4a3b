//! The notation of `words` and of reading/: one line for many phrases (patterns.py).
const std = @import("std");
const t = @import("types.zig");
const lexicon = @import("lexicon.zig");
const automaton = @import("automaton.zig");
const Builder = @import("bundle.zig").Builder;
const Error = @import("bundle.zig").Error;

pub const GAP = "..."; // in a pattern: words of any kind; in the lexicon the key `automaton.GAP`
const EITHER_ORDER = " ~ ";
const Keys = []const t.Key;
const Phrases = std.ArrayListUnmanaged([]const u8);

/// Teaches patterns to the lexicon's automaton; what parts of patterns may be is worked out once.
pub const Patterns = struct {
    b: *Builder,
    lex: *lexicon.Lexicon,
    groups: std.json.ObjectMap,
    phrases: std.StringHashMapUnmanaged(Keys) = .empty,
    parts: std.StringHashMapUnmanaged(automaton.Node) = .empty,

    pub fn teach(p: *Patterns, pattern: []const u8, say: automaton.Say) Error!void {
        if (std.mem.indexOf(u8, pattern, EITHER_ORDER)) |at| {
            const first = pattern[0..at];
            const second = pattern[at + EITHER_ORDER.len ..];
            if (std.mem.indexOf(u8, second, EITHER_ORDER) != null) return p.b.fail("'~' may stand once in a pattern: {s}", .{pattern});
            try p.teach(try std.mem.concat(p.b.scratch, u8, &.{ first, " ", second }), say);
            return p.teach(try std.mem.concat(p.b.scratch, u8, &.{ second, " ", first }), say);
        }
        var parts: std.ArrayListUnmanaged([]const u8) = .empty;
        try p.cut(pattern, &parts);
        const nodes = try p.b.scratch.alloc(automaton.Node, parts.items.len);
        for (nodes, parts.items) |*node, part| node.* = try p.partOf(part);
        try p.lex.automaton.teach(nodes, say);
    }

    /// What a part may be, as a tree of the automaton.
    fn partOf(p: *Patterns, part: []const u8) Error!automaton.Node {
        if (p.parts.get(part)) |known| return known;
        const m = p.lex.automaton;
        const root = try m.part();
        var spelled: Phrases = .empty;
        try p.choices(part, &spelled);
        for (spelled.items) |option| try m.option(root, try p.keysOf(option));
        try p.parts.put(p.b.scratch, part, root);
        return root;
    }

    /// What may stand for a part. A bracket that holds one thing alone ("(-)") is what a text says.
    fn choices(p: *Patterns, part: []const u8, spelled: *Phrases) Error!void {
        if (part.len < 2 or part[0] != '(') return p.spellOut("", part, spelled);
        var depth: usize = 0;
        var begin: usize = 1;
        for (part[1 .. part.len - 1], 1..) |sign, n| {
            if (opens(part, n)) depth += 1 else if (sign == ')' and depth > 0) depth -= 1;
            if (sign != '|' or depth > 0) continue;
            try p.spellOut("", part[begin..n], spelled);
            begin = n + 1;
        }
        return p.spellOut("", if (begin > 1) part[begin .. part.len - 1] else part, spelled);
    }

    /// Adds an option with each group's words, or what a bracket in it may be, in its place. before: what of it is spelled out already.
    fn spellOut(p: *Patterns, before: []const u8, option: []const u8, spelled: *Phrases) Error!void {
        const group = groupIn(option);
        const until = if (group) |found| found[0] else option.len;
        for (0..until) |n| {
            if (!opens(option, n)) continue;
            const end = closeOf(option, n) orelse return p.b.fail("'(' is not closed: {s}", .{option});
            if (std.mem.indexOfScalar(u8, option[n..end], '|') == null) break;
            var inner: Phrases = .empty;
            try p.choices(option[n .. end + 1], &inner);
            for (inner.items) |words| try p.spellOut(try p.joined(before, option[0..n], words), option[end + 1 ..], spelled);
            return;
        }
        const start, const end = group orelse return spelled.append(p.b.scratch, try p.joined(before, option, ""));
        const words = p.groups.get(option[start + 1 .. end]) orelse return p.b.fail("{s} is not a group of reading/.", .{option[start .. end + 1]});
        for (try p.b.array(words)) |word| try p.spellOut(try p.joined(before, option[0..start], try p.b.string(word)), option[end + 1 ..], spelled);
    }

    fn joined(p: *Patterns, before: []const u8, option: []const u8, words: []const u8) Error![]const u8 {
        return if (before.len == 0 and words.len == 0) option else std.mem.concat(p.b.scratch, u8, &.{ before, option, words });
    }

    /// Where the first group of an option begins, and its '>'. "<5" begins none.
    fn groupIn(option: []const u8) ?struct { usize, usize } {
        for (option, 0..) |sign, start| {
            if (sign != '<') continue;
            var end = start + 1;
            while (end < option.len and (std.ascii.isLower(option[end]) or option[end] == '_')) end += 1;
            if (end > start + 1 and end < option.len and option[end] == '>') return .{ start, end };
        }
        return null;
    }

    /// Whether a bracket of options begins. The sign itself stands before a space ("( <kin> )"), and is the first or last of several options ("((|,)", "(of|()").
    fn opens(pattern: []const u8, n: usize) bool {
        if (pattern[n] != '(' or n + 1 >= pattern.len or pattern[n + 1] == ' ' or pattern[n + 1] == ')') return false;
        return !(pattern[n + 1] == '|' and n > 0 and pattern[n - 1] == '(');
    }

    /// Where what opens at n is closed.
    fn closeOf(pattern: []const u8, n: usize) ?usize {
        if (pattern[n] == '<') return std.mem.indexOfScalarPos(u8, pattern, n, '>');
        var depth: usize = 0;
        for (n..pattern.len) |m| {
            if (opens(pattern, m)) depth += 1;
            if (pattern[m] != ')') continue;
            depth -= 1;
            if (depth == 0) return m;
        }
        return null;
    }

    fn keysOf(p: *Patterns, phrase: []const u8) Error!Keys {
        if (std.mem.eql(u8, phrase, GAP)) return &.{automaton.GAP};
        const found = try p.phrases.getOrPut(p.b.scratch, phrase);
        if (!found.found_existing) found.value_ptr.* = try p.lex.learnPhrase(p.b, phrase);
        return found.value_ptr.*;
    }

    fn cut(p: *Patterns, pattern: []const u8, parts: *std.ArrayListUnmanaged([]const u8)) Error!void {
        var plain: usize = 0;
        var n: usize = 0;
        while (n < pattern.len) {
            const sign = pattern[n];
            if (std.mem.startsWith(u8, pattern[n..], GAP)) {
                if (n > plain) try parts.append(p.b.scratch, pattern[plain..n]);
                try parts.append(p.b.scratch, GAP);
                n += GAP.len;
                plain = n;
                continue;
            }
            if (sign != '<' and !opens(pattern, n)) {
                n += 1;
                continue;
            }
            const end = closeOf(pattern, n) orelse return p.b.fail("'{c}' is not closed: {s}", .{ sign, pattern });
            if (n > plain) try parts.append(p.b.scratch, pattern[plain..n]);
            try parts.append(p.b.scratch, pattern[n .. end + 1]);
            n = end + 1;
            plain = n;
        }
        if (n > plain) try parts.append(p.b.scratch, pattern[plain..]);
    }
};
