//! The notation of `words` and of reading/: one line for many phrases; patterns.py says which.
const std = @import("std");
const t = @import("types.zig");
const lexicon = @import("lexicon.zig");
const Builder = @import("bundle.zig").Builder;
const Error = @import("bundle.zig").Error;

const MOST = 8000; // phrases that one pattern may stand for
const Keys = []const t.Key;

/// Walks all phrases of patterns, in Python's order; what parts of patterns stand for is worked out once.
pub const Patterns = struct {
    b: *Builder,
    lex: *lexicon.Lexicon,
    groups: std.json.ObjectMap,
    phrases: std.StringHashMapUnmanaged(Keys) = .empty,
    parts: [2]std.StringHashMapUnmanaged([]const Keys) = .{ .empty, .empty }, // by whether small words are left out
    phrase: std.ArrayListUnmanaged(t.Key) = .empty,
    kept: std.ArrayListUnmanaged(t.Key) = .empty,

    /// Teaches each phrase that a pattern stands for. drops: small words are left out inside a pattern.
    pub fn teach(p: *Patterns, pattern: []const u8, drops: bool, said: lexicon.Said) Error!void {
        if (std.mem.indexOf(u8, pattern, " ~ ")) |at| {
            const first = pattern[0..at];
            const second = pattern[at + 3 ..];
            if (std.mem.indexOf(u8, second, " ~ ") != null) return p.b.fail("'~' may stand once in a pattern: {s}", .{pattern});
            try p.teach(try std.mem.concat(p.b.scratch, u8, &.{ first, " ", second }), drops, said);
            return p.teach(try std.mem.concat(p.b.scratch, u8, &.{ second, " ", first }), drops, said);
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
            if (drops and needed != null and needed.?[0] < n and n < needed.?[1]) choices.* = try p.choicesOf(part, true);
            count *= choices.len;
            if (count > MOST) return p.b.fail("a pattern stands for more than {d} phrases; split it: {s}", .{ MOST, pattern });
        }
        p.phrase.clearRetainingCapacity();
        try p.walk(told, drops, said);
    }

    fn walk(p: *Patterns, told: []const []const Keys, drops: bool, said: lexicon.Said) Error!void {
        if (told.len > 0) {
            const before = p.phrase.items.len;
            for (told[0]) |keys| {
                try p.phrase.appendSlice(p.b.scratch, keys);
                try p.walk(told[1..], drops, said);
                p.phrase.shrinkRetainingCapacity(before);
            }
            return;
        }
        p.kept.clearRetainingCapacity();
        const last = p.phrase.items.len -| 1;
        for (p.phrase.items, 0..) |key, n| {
            if (n == 0 or n == last or !(drops and p.lex.isFiller(key))) try p.kept.append(p.b.scratch, key);
        }
        try p.lex.teach(p.b, p.kept.items, said);
    }

    /// What a part may be, each once and in order.
    fn choicesOf(p: *Patterns, part: []const u8, drops: bool) Error![]const Keys {
        const known = &p.parts[@intFromBool(drops)];
        if (known.get(part)) |choices| return choices;
        var kept: std.ArrayListUnmanaged(Keys) = .empty;
        var seen: std.HashMapUnmanaged(Keys, void, ByContent, 80) = .empty;
        if (part.len > 0 and part[0] == '(' and std.mem.indexOfScalar(u8, part, '|') != null) {
            var options = std.mem.splitScalar(u8, part[1 .. part.len - 1], '|');
            while (options.next()) |option| try p.choice(option, drops, &kept, &seen);
        } else if (part.len > 0 and part[0] == '<' and part[part.len - 1] == '>') {
            const group = p.groups.get(part[1 .. part.len - 1]) orelse return p.b.fail("{s} is not a group of reading/.", .{part});
            for (try p.b.array(group)) |option| try p.choice(try p.b.string(option), drops, &kept, &seen);
        } else try p.choice(part, drops, &kept, &seen); // "(-)" is what a text says
        try known.put(p.b.scratch, part, kept.items);
        return kept.items;
    }

    fn choice(p: *Patterns, phrase: []const u8, drops: bool, kept: *std.ArrayListUnmanaged(Keys), seen: *std.HashMapUnmanaged(Keys, void, ByContent, 80)) Error!void {
        var keys = try p.keysOf(phrase);
        if (drops) {
            var left: std.ArrayListUnmanaged(t.Key) = .empty;
            for (keys) |key| if (!p.lex.isFiller(key)) try left.append(p.b.scratch, key);
            keys = left.items;
        }
        if (!(try seen.getOrPut(p.b.scratch, keys)).found_existing) try kept.append(p.b.scratch, keys);
    }

    fn keysOf(p: *Patterns, phrase: []const u8) Error!Keys {
        const found = try p.phrases.getOrPut(p.b.scratch, phrase);
        if (!found.found_existing) found.value_ptr.* = try p.lex.learnPhrase(p.b, phrase);
        return found.value_ptr.*;
    }

    fn cut(p: *Patterns, pattern: []const u8, parts: *std.ArrayListUnmanaged([]const u8)) Error!void {
        var plain: usize = 0;
        var n: usize = 0;
        while (n < pattern.len) {
            const sign = pattern[n];
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

const ByContent = struct {
    pub fn hash(_: ByContent, keys: Keys) u64 {
        return std.hash.Wyhash.hash(0, std.mem.sliceAsBytes(keys));
    }
    pub fn eql(_: ByContent, a: Keys, b: Keys) bool {
        return std.mem.eql(t.Key, a, b);
    }
};
