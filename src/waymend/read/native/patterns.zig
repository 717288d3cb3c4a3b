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
            while (options.next()) |option| if (isGroup(option)) try p.addGroup(root, option) else try m.option(root, try p.keysOf(option));
        } else if (isGroup(part)) {
            try p.addGroup(root, part);
        } else try m.option(root, try p.keysOf(part)); // "(-)" is what a text says
        try p.parts.put(p.b.scratch, part, root);
        return root;
    }

    fn isGroup(part: []const u8) bool {
        return part.len > 0 and part[0] == '<' and part[part.len - 1] == '>';
    }

    fn addGroup(p: *Patterns, root: automaton.Node, part: []const u8) Error!void {
        const group = p.groups.get(part[1 .. part.len - 1]) orelse return p.b.fail("{s} is not a group of reading/.", .{part});
        for (try p.b.array(group)) |option| try p.lex.automaton.option(root, try p.keysOf(try p.b.string(option)));
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
