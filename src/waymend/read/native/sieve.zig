//! The words of a lexicon that a block must hold one of: what holds none is passed over. blocks.py says why; built when the first long text comes.
const std = @import("std");
const t = @import("types.zig");
const fold = @import("fold.zig");
const stems = @import("stems.zig");
const trie = @import("trie.zig");
const Lexicon = @import("lexicon.zig").Lexicon;

const SHORTEST = 2; // letters of a word that can tell of a finding by itself
const ENDINGS = [_][]const u8{ "", "s", "es", "ed", "in", "ing", "ings", "ied", "ies", "y", "e" };
const Set = std.StringHashMapUnmanaged(void);

pub const Sieve = struct {
    words: Set,
    longest: usize,

    /// Whether a folded text may hold a mention or a heading. Its words are runs of letters, digits and colons without apostrophes;
    /// a colon after a space belongs to the word before, as Python's `replace(" :", ": ")` makes it.
    pub fn passes(s: *const Sieve, text: []const u8) bool {
        var word: [stems.LONGEST + 8]u8 = undefined;
        var len: usize = 0;
        var space = false; // a space that stands before the next character
        for (text) |byte| {
            const kind = KINDS[byte];
            if (kind == .nothing) continue;
            if (kind == .letter) {
                if (space) {
                    if (s.has(word[0..@min(len, word.len)])) return true;
                    len = 0;
                    space = false;
                }
                if (len < word.len) word[len] = byte;
                len += 1;
            } else if (kind == .colon) {
                if (len < word.len) word[len] = ':';
                len += 1;
                if (space) {
                    // " :" is ": " now; the space that ends the word comes after the colon, and is not looked at again
                    if (s.has(word[0..@min(len, word.len)])) return true;
                    len = 0;
                    space = false;
                }
            } else {
                if (space) {
                    if (s.has(word[0..@min(len, word.len)])) return true;
                    len = 0;
                }
                space = true;
            }
        }
        return s.has(word[0..@min(len, word.len)]);
    }

    fn has(s: *const Sieve, word: []const u8) bool {
        return word.len > 0 and word.len <= s.longest and s.words.contains(word);
    }

    fn keep(s: *Sieve, a: t.Allocator, word: []const u8, but: *const Set) t.Failed!void {
        if (but.contains(word)) return;
        try s.words.put(a, try a.dupe(u8, word), {});
        s.longest = @max(s.longest, word.len);
    }
};

const Sort = enum { letter, colon, nothing, space };
const KINDS: [256]Sort = blk: {
    var kinds: [256]Sort = @splat(.space);
    for (0..128) |b| if (std.ascii.isAlphanumeric(@intCast(b))) {
        kinds[b] = .letter;
    };
    kinds[':'] = .colon;
    kinds['\''] = .nothing;
    break :blk kinds;
};

/// a keeps the sieve; scratch is needed only while it is built.
pub fn build(a: t.Allocator, scratch: t.Allocator, lex: *const Lexicon) t.Failed!Sieve {
    var ordinary: Set = .empty;
    for (lex.common) |word| {
        try ordinary.put(scratch, word, {});
        const begun = if (std.mem.endsWith(u8, word, "e")) word[0 .. word.len - 1] else word;
        inline for (.{ "s", "es", "ed", "ing" }) |ending| try ordinary.put(scratch, try join(scratch, begun, ending), {});
        try ordinary.put(scratch, try join(scratch, word, "s"), {});
    }
    const keys = try telling(scratch, lex, &ordinary);
    var words: Set = .empty;
    var buffer: stems.Buffer = undefined;
    var listed = lex.same.keyIterator();
    while (listed.next()) |word| {
        if (keys.contains(lex.keyText(word.*, &buffer) orelse continue)) try words.put(scratch, word.*, {});
    }
    var form: [2 * stems.LONGEST]u8 = undefined;
    var each = keys.keyIterator();
    while (each.next()) |key| {
        @memcpy(form[0..key.len], key.*);
        for ([_]usize{ key.len, key.len + 1, key.len - 1 }) |begun| {
            form[key.len] = key.*[key.len - 1]; // doubled, as in "throbbing"
            for (ENDINGS) |ending| {
                @memcpy(form[begun..][0..ending.len], ending);
                const word = form[0 .. begun + ending.len];
                if (is(lex.keyText(word, &buffer), key.*) or is(stems.stem(word, &buffer), key.*)) try words.put(scratch, try scratch.dupe(u8, word), {});
            }
        }
    }
    var sieve = Sieve{ .words = .empty, .longest = 0 };
    var all = words.keyIterator();
    while (all.next()) |word| {
        try sieve.keep(a, word.*, &ordinary);
        try sieve.keep(a, try join(scratch, word.*, "s"), &ordinary);
    }
    for (lex.headings) |heading| try sieve.keep(a, try join(scratch, heading, ":"), &Set.empty);
    return sieve;
}

fn is(word: ?[]const u8, key: []const u8) bool {
    return word != null and std.mem.eql(u8, word.?, key);
}

fn join(a: t.Allocator, word: []const u8, ending: []const u8) t.Failed![]const u8 {
    return std.mem.concat(a, u8, &.{ word, ending });
}

/// A node of the tree: the step to it, the node before it, how many steps it is from the root, and its children in the order they were taught.
const Step = struct { key: t.Key = 0, before: trie.Node = 0, length: u32 = 0, first: trie.Node = trie.none, last: trie.Node = trie.none, next: trie.Node = trie.none };

/// Keys of which every phrase of a finding holds one, but for phrases of common words alone: of each phrase the longest that is not common.
fn telling(a: t.Allocator, lex: *const Lexicon, ordinary: *const Set) t.Failed!Set {
    const rare = try a.alloc(bool, lex.keys.count());
    for (rare, lex.keys.keys(), lex.small.items) |*one, key, small| {
        one.* = key.len >= SHORTEST and !small.skipped;
        for (key) |letter| one.* = one.* and letter >= 'a' and letter <= 'z';
    }
    var each = ordinary.keyIterator();
    var buffer: stems.Buffer = undefined;
    while (each.next()) |word| {
        const key = lex.keyText(word.*, &buffer) orelse continue;
        if (lex.keys.getIndex(key)) |at| rare[at] = false;
    }
    const steps = try stepsOf(a, lex);
    const phrases = try said(a, lex, steps);
    std.mem.sort(Step, phrases, {}, shorter);
    const found = try a.alloc(bool, rare.len);
    @memset(found, false);
    var keys: Set = .empty;
    for (phrases) |phrase| {
        var best: ?t.Key = null;
        var step = phrase;
        while (true) {
            if (rare[step.key]) {
                if (found[step.key]) break;
                if (best == null or letters(lex, step.key).len >= letters(lex, best.?).len) best = step.key;
            }
            if (step.length > 1) {
                step = steps[step.before];
                continue;
            }
            if (best) |key| {
                found[key] = true;
                try keys.put(a, letters(lex, key), {});
            }
            break;
        }
    }
    return keys;
}

fn letters(lex: *const Lexicon, key: t.Key) []const u8 {
    return lex.keys.keys()[key];
}

fn shorter(_: void, one: Step, other: Step) bool {
    return one.length < other.length;
}

/// The nodes of the tree by their numbers, which rise in the order they were taught.
fn stepsOf(a: t.Allocator, lex: *const Lexicon) t.Failed![]Step {
    const steps = try a.alloc(Step, lex.trie.places.items.len);
    @memset(steps, .{});
    for (lex.trie.steps) |step| if (step.from != trie.none) {
        steps[step.to].key = step.key;
        steps[step.to].before = step.from;
    };
    for (steps, 0..) |*step, node| {
        if (node == lex.said or node == lex.plain) continue;
        const before = &steps[step.before];
        step.length = before.length + 1;
        if (before.first == trie.none) before.first = @intCast(node) else steps[before.last].next = @intCast(node);
        before.last = @intCast(node);
    }
    return steps;
}

/// All phrases that name something, in the order in which Python walks its tree.
fn said(a: t.Allocator, lex: *const Lexicon, steps: []const Step) t.Failed![]Step {
    var waiting: std.ArrayListUnmanaged(trie.Node) = .empty;
    var phrases: std.ArrayListUnmanaged(Step) = .empty;
    try waiting.appendSlice(a, &.{ lex.said, lex.plain });
    while (waiting.pop()) |node| {
        for (lex.trie.toldAt(node)) |one| switch (one.layer) {
            .finding, .named, .concern, .apart, .denied, .vital, .together, .hint, .deniable => {
                try phrases.append(a, steps[node]);
                break;
            },
            else => {},
        };
        var child = steps[node].first;
        while (child != trie.none) : (child = steps[child].next) try waiting.append(a, child);
    }
    return phrases.items;
}
