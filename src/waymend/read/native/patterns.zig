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
        if (part.len > 0 and part[0] == '(' and std.mem.indexOfScalar(u8, part, '|') != null) {
            var options = std.mem.splitScalar(u8, part[1 .. part.len - 1], '|');
            while (options.next()) |option| try p.spellOut(root, "", option);
        } else try p.spellOut(root, "", part); // "(-)" is what a text says
        try p.parts.put(p.b.scratch, part, root);
        return root;
    }

    /// Adds an option with each group's words in the group's place. before: what of it is spelled out already.
    fn spellOut(p: *Patterns, root: automaton.Node, before: []const u8, option: []const u8) Error!void {
        const start, const end = groupIn(option) orelse return p.addOption(root, before, option);
        const group = p.groups.get(option[start + 1 .. end]) orelse return p.b.fail("{s} is not a group of reading/.", .{option[start .. end + 1]});
        for (try p.b.array(group)) |word| {
            const spelled = try std.mem.concat(p.b.scratch, u8, &.{ before, option[0..start], try p.b.string(word) });
            try p.spellOut(root, spelled, option[end + 1 ..]);
        }
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

    fn addOption(p: *Patterns, root: automaton.Node, before: []const u8, rest: []const u8) Error!void {
        const option = if (before.len == 0) rest else try std.mem.concat(p.b.scratch, u8, &.{ before, rest });
        try p.lex.automaton.option(root, try p.keysOf(option));
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
            if (sign != '(' and sign != '<') {
                n += 1;
                continue;
            }
            const close: u8 = if (sign == '(') ')' else '>';
            const end = std.mem.indexOfScalarPos(u8, pattern, n, close) orelse return p.b.fail("'{c}' is not closed: {s}", .{ sign, pattern });
            if (n > plain) try parts.append(p.b.scratch, pattern[plain..n]);
            try parts.append(p.b.scratch, pattern[n .. end + 1]);
            n = end + 1;
            plain = n;
        }
        if (n > plain) try parts.append(p.b.scratch, pattern[plain..]);
    }
};
