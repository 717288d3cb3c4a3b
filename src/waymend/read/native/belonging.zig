//! What a phrase belongs to, where it tells nothing by itself: the scars of "how do i hide scars", the calf of "calf pain", and marks that something else than a needle of one's own left (belonging.py).
const t = @import("types.zig");
const Reader = @import("reader.zig").Reader;

const beside = 2; // tokens before marks in which what left them may be named: "cigarette burn scars"
const far = 10; // tokens after marks in which what left them begins to be told
const left_by = 4; // tokens in which it is named, once that has begun
const leading = "(:=-"; // signs with which it begins to be told, like "from"

/// Whether a phrase lies inside what is wanted: the scars of "how do i hide scars".
pub fn isWanted(by: *const Reader, said: []const t.Hit, hit: t.Hit) bool {
    for (said) |h| {
        if (h.layer != .option or h.first > hit.first or hit.last > h.last) continue;
        for (h.meanings) |m| if (!m.nothing and by.about(m.about).wanted) return true;
    }
    return false;
}

/// Whether a finding of a place lies over a phrase: the calf of "calf pain".
pub fn isPlaced(by: *const Reader, said: []const t.Hit, hit: t.Hit) bool {
    for (said) |h| {
        if (h.layer != .finding or h.first >= hit.last or hit.first >= h.last) continue;
        for (h.meanings) |m| if (!m.nothing and by.about(m.about).of_a_place) return true;
    }
    return false;
}

/// Whether something else than injecting left marks: "linear scars from self-harm", "needle marks (plasma donor)". said: the phrases of their sentence.
pub fn isLeftByOther(by: *const Reader, list: []const t.Token, said: []const t.Hit, hit: t.Hit, about: t.Name, start: u32) bool {
    for (list[hit.first..hit.last]) |token| if (token.flags.left_by) return false; // "[venepuncture scars secondary to IVDU]"
    for (said) |o| if (hit.last <= o.first and o.first < hit.last + far) {
        for (o.meanings) |m| if (!m.nothing and m.about != t.no_name and by.about(m.about).injecting) return false;
    };
    return isNamedBefore(list, hit, start) or isToldAfter(list, said, hit, about);
}

fn isNamedBefore(list: []const t.Token, hit: t.Hit, start: u32) bool {
    var first = hit.first;
    while (first > @max(hit.first -| beside, start) and list[first - 1].isWord() and !parts(list[first - 1])) first -= 1;
    for (list[first..hit.last]) |token| if (token.flags.leaves_marks) return true;
    return false;
}

fn isToldAfter(list: []const t.Token, said: []const t.Hit, hit: t.Hit, about: t.Name) bool {
    var parted = false;
    var told = false; // by the next sentence
    var n = hit.last;
    while (n < @min(hit.last + far, list.len)) : (n += 1) {
        const token = list[n];
        if (token.sign == '.') {
            if (n + 1 >= list.len or !tells(list[n + 1])) return false;
            told = true;
        }
        if (token.isGap() or token.sign == ';' or (parted and token.flags.marks)) return false;
        for (said) |o| if (o.first == n and o.layer == .named) {
            for (o.meanings) |m| if (!m.nothing and m.about != about) return false; // "needle marks, cellulitis from an insect bite"
        };
        parted = parted or token.sign == ',' or parts(token);
        const leads = token.flags.left_by or (token.in(leading) and !told);
        if (leads and !(told and tells(token)) and !list[n - 1].flags.nots and isLeft(list, n + 1)) return true;
    }
    return false;
}

/// Whether somebody says what left the marks: the "says" of "Says from donating plasma".
fn tells(token: t.Token) bool {
    return token.flags.left_by and token.flags.verbs;
}

/// Whether what left the marks is named from a token on, and no other marks with it: not "(self-harm scars beside them)".
fn isLeft(list: []const t.Token, first: u32) bool {
    var n = first;
    while (n < @min(first + left_by, list.len)) : (n += 1) {
        if (list[n].sign == '-') continue; // "self-harm"
        if (!list[n].isWord() or parts(list[n]) or list[n].flags.nots) return false;
        if (list[n].flags.leaves_marks) return n + 1 >= list.len or !list[n + 1].flags.marks or list[n + 1].flags.leaves_marks;
    }
    return false;
}

/// Whether one thing is parted from another by a word: "self-harm and needle marks".
fn parts(token: t.Token) bool {
    return token.flags.joins or token.flags.either;
}
