//! The notation of `words` and of reading/: one line for many phrases; patterns.py says which.
const std = @import("std");
const t = @import("types.zig");
const lexicon = @import("lexicon.zig");
const trie = @import("trie.zig");
const Builder = @import("bundle.zig").Builder;
const Error = @import("bundle.zig").Error;

pub const GAP = "..."; // in a pattern: words of any kind; in the lexicon the key `trie.GAP`
const MOST = 10_000; // phrases that one pattern may stand for
const Keys = []const t.Key;

/// Walks all phrases of patterns, in Python's order; what parts of patterns stand for is worked out once.
pub const Patterns = struct {
    b: *Builder,
    lex: *lexicon.Lexicon,
    groups: std.json.ObjectMap,
    phrases: std.StringHashMapUnmanaged(Keys) = .empty,
    parts: [2]std.StringHashMapUnmanaged([]const Keys) = .{ .empty, .empty }, // by whether small words are left out

    /// Teaches each phrase that a pattern stands for. filled: small words may stand inside, and those of the pattern are left out there.
    pub fn teach(p: *Patterns, pattern: []const u8, filled: bool, say: trie.Say) Error!void {
        if (std.mem.indexOf(u8, pattern, " ~ ")) |at| {
            const first = pattern[0..at];
            const second = pattern[at + 3 ..];
            if (std.mem.indexOf(u8, second, " ~ ") != null) return p.b.fail("'~' may stand once in a pattern: {s}", .{pattern});
            try p.teach(try std.mem.concat(p.b.scratch, u8, &.{ first, " ", second }), filled, say);
            return p.teach(try std.mem.concat(p.b.scratch, u8, &.{ second, " ", first }), filled, say);
        }
        var parts: std.ArrayListUnmanaged([]const u8) = .empty;
        try p.cut(pattern, &parts);
        const told = try p.b.scratch.alloc([]const Keys, parts.items.len);
        var needed: ?[2]usize = null;
        for (parts.items, told, 0..) |part, *choices, n| {
            choices.* = try p.choicesOf(part, false);
            for (choices.*) |keys| {
                if (keys.len == 0) break;
            } else needed = .{ if (needed) |found| found[0] else n, n };
        }
        var count: usize = 1;
        for (parts.items, told, 0..) |part, *choices, n| {
            if (filled and needed != null and needed.?[0] < n and n < needed.?[1]) choices.* = try p.choicesOf(part, true);
            count *= choices.len;
            if (count > MOST) return p.b.fail("a pattern stands for more than {d} phrases; split it: {s}", .{ MOST, pattern });
        }
        try p.walk(told, .{ .node = p.lex.tree(filled), .drops = filled }, say);
    }

    /// How far a phrase has come. A small word inside a phrase is left out, and whether one is inside shows with the next: until then it is `last`.
    const Way = struct { node: trie.Node, drops: bool, words: u32 = 0, last: ?t.Key = null };

    fn walk(p: *Patterns, told: []const []const Keys, before: Way, say: trie.Say) Error!void {
        if (told.len == 0) {
            if (before.words == 0) return;
            const node = if (before.last) |key| try p.lex.trie.grow(p.b.a, before.node, key) else before.node;
            return p.lex.trie.mean(p.b.a, node, say);
        }
        for (told[0]) |keys| {
            var way = before;
            for (keys) |key| {
                const small = way.drops and way.words > 0 and p.lex.isFiller(key);
                way.last = if (small) key else null;
                if (!small) way.node = try p.lex.trie.grow(p.b.a, way.node, key);
                way.words += 1;
            }
            try p.walk(told[1..], way, say);
        }
    }

    /// What a part may be, each once and in order.
    fn choicesOf(p: *Patterns, part: []const u8, drops: bool) Error![]const Keys {
        const known = &p.parts[@intFromBool(drops)];
        if (known.get(part)) |choices| return choices;
        var choices = Choices{};
        if (part.len > 0 and part[0] == '(' and std.mem.indexOfScalar(u8, part, '|') != null) {
            var options = std.mem.splitScalar(u8, part[1 .. part.len - 1], '|');
            while (options.next()) |option| try choices.add(p.b.scratch, try p.keysOf(option, drops));
        } else if (part.len > 0 and part[0] == '<' and part[part.len - 1] == '>') {
            const group = p.groups.get(part[1 .. part.len - 1]) orelse return p.b.fail("{s} is not a group of reading/.", .{part});
            for (try p.b.array(group)) |option| try choices.add(p.b.scratch, try p.keysOf(try p.b.string(option), drops));
        } else try choices.add(p.b.scratch, try p.keysOf(part, drops)); // "(-)" is what a text says
        try known.put(p.b.scratch, part, choices.list.items);
        return choices.list.items;
    }

    fn keysOf(p: *Patterns, phrase: []const u8, drops: bool) Error!Keys {
        if (std.mem.eql(u8, phrase, GAP)) return &.{trie.GAP};
        const found = try p.phrases.getOrPut(p.b.scratch, phrase);
        if (!found.found_existing) found.value_ptr.* = try p.lex.learnPhrase(p.b, phrase);
        const keys = found.value_ptr.*;
        if (!drops) return keys;
        var left: std.ArrayListUnmanaged(t.Key) = .empty;
        for (keys) |key| if (!p.lex.isFiller(key)) try left.append(p.b.scratch, key);
        return left.items;
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

/// Phrases, each once; a part of a pattern is mostly a single one.
const Choices = struct {
    list: std.ArrayListUnmanaged(Keys) = .empty,
    seen: std.HashMapUnmanaged(Keys, void, ByContent, 80) = .empty,

    fn add(c: *Choices, a: t.Allocator, keys: Keys) t.Failed!void {
        if (c.list.items.len == 1) try c.seen.put(a, c.list.items[0], {});
        if (c.list.items.len == 0 or !(try c.seen.getOrPut(a, keys)).found_existing) try c.list.append(a, keys);
    }
};

const ByContent = struct {
    pub fn hash(_: ByContent, keys: Keys) u64 {
        return std.hash.Wyhash.hash(0, std.mem.sliceAsBytes(keys));
    }
    pub fn eql(_: ByContent, a: Keys, b: Keys) bool {
        return std.mem.eql(t.Key, a, b);
    }
};
