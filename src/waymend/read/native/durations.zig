//! How old somebody is, how long something has lasted, and how long ago something was (durations.py).
const t = @import("types.zig");
const numbers = @import("numbers.zig");
const Numbers = numbers.Numbers;
const day = numbers.day;
const week = numbers.week;
const year = numbers.year;

const begun_within = 6; // tokens between what tells that something began and its time
const closing = ",.;):";
const long_ago = 2160.0; // hours: what was three months ago or more is no event of now

/// A number with a unit of time: an age, how long something has lasted, or how long ago it was.
pub fn ofTime(s: *Numbers, first: i64, last: i64, hours: f64, unit: f64) t.Failed!void {
    const m = s.m;
    if (unit == week) for (s.near) |n| if (s.by.about(n.about).bearing) {
        return s.give(m.pregnancy, hours / week, first, last, true);
    };
    const after = s.skip(last, "");
    const following = s.word(after);
    const before = s.word(s.back(first));
    const aged = before.id == .age or before.id == .aged;
    if (following.id == .old or aged) {
        if (unit >= year or aged) try s.give(m.age, hours / year, first, @max(last, if (following.id == .old) after + 1 else last), true);
        return;
    }
    if (following.flags.not_times or before.flags.not_since or (unit >= year and following.id == .of)) {
        if (following.flags.along) try s.give(m.pregnancy, hours / week, first, after + 1, true);
        return;
    }
    const ago_ends = if (following.flags.ago) after + 1 else last;
    if (unit >= day and began(s, first, ago_ends)) return lasting(s, first, ago_ends, hours, true);
    if (following.flags.ago) return ago(s, first, after + 1, hours);
    if (before.flags.since or following.flags.lasting_words or (before.sign == ',' and s.word(last).sign == ',') or endsWhatIsTold(s, first, last))
        return if (unit >= day) lasting(s, first, last, hours, false) else ago(s, first, last, hours);
    if (hours >= week and ofAWound(s, first, last)) return lasting(s, first, last, hours, false);
    return ago(s, first, last, hours);
}

/// Whether a time tells when something began: "noticed a lump 5 days ago", "onset: 3 days", "5 days ago developed swelling".
fn began(s: *const Numbers, first: i64, last: i64) bool {
    if (s.word(last).flags.began) return true;
    var n = first - 1;
    while (n > @max(first - 1 - begun_within, s.start - 1)) : (n -= 1) {
        const told = s.word(n);
        if (told.flags.began) return true;
        if (!(told.flags.before_number or told.flags.since or told.isGap() or isFelt(s, n))) return false;
    }
    return false;
}

/// Whether a time ends what stands right before it: "abscess L arm, 5 days.", "painful calf (6 days)", "swelling 3/7".
fn endsWhatIsTold(s: *const Numbers, first: i64, last: i64) bool {
    if (last < s.end and !s.word(last).in(closing)) return false;
    var n = first;
    while (n > s.start and (s.word(n - 1).isGap() or s.word(n - 1).in("(,-"))) n -= 1;
    for (s.near) |near| if (near.last == n and s.word(near.first - 1).id != .@"for" and lasts(s, near)) return true;
    return false;
}

/// Whether a token belongs to something that lasts.
fn isFelt(s: *const Numbers, n: i64) bool {
    for (s.near) |near| if (near.first <= n and n < near.last and lasts(s, near)) return true;
    return false;
}

fn lasts(s: *const Numbers, near: t.Near) bool {
    const about = s.by.about(near.about);
    for (s.m.ofName(near.about).times) |finding| if (s.m.ofName(finding).counted == .hours) return false;
    return near.present and (about.places or !about.timeless);
}

/// Whether a bare number of weeks stands nearest to what is counted in weeks.
fn ofAWound(s: *const Numbers, first: i64, last: i64) bool {
    const finding = s.nearest(.times, first, last) orelse return false;
    return s.m.ofName(finding).counted == .weeks;
}

/// How long ago: of the event that is told nearest, or of the last test, which may be years ago.
fn ago(s: *Numbers, first: i64, last: i64, hours: f64) t.Failed!void {
    const finding = s.nearest(.times, first, last) orelse return;
    const counted = s.m.ofName(finding).counted;
    if (counted == .months) {
        try s.give(finding, @floor(hours / counted.hoursOf()), first, last, true);
    } else if (counted == .hours and hours <= long_ago) try s.give(finding, hours, first, last, true);
}

/// How long it has lasted: the wound or mark that is told nearest, or whatever began. with_word: it is told that something did.
fn lasting(s: *Numbers, first: i64, last: i64, hours: f64, with_word: bool) t.Failed!void {
    if (s.nearest(.times, first, last)) |tested| {
        if (s.m.ofName(tested).counted == .months) return ago(s, first, last, hours);
    }
    if (hours > year) return;
    const some = with_word or for (s.near) |n| {
        if (n.present and !s.by.about(n.about).timeless) break true;
    } else false;
    if (!some) return;
    var finding = s.nearest(.times, first, last) orelse s.m.started;
    if (s.m.ofName(finding).counted == .hours) finding = s.m.started;
    const counted = s.m.ofName(finding).counted;
    const many = hours / counted.hoursOf();
    try s.give(finding, if (counted == .weeks) @floor(many * 100) / 100 else @floor(many), first, last, true);
}

/// "Yesterday", "last night"; "since Friday night" when it is known what day it is.
pub fn moments(s: *Numbers) t.Failed!void {
    for (s.hits) |hit| {
        if (hit.layer != .when) continue;
        var hours = hit.meanings[0].value;
        if (hours < 0) { // a day of the week: -1 is Monday
            const now = s.now orelse continue;
            hours = sinceDay(s, now, @as(i64, @intFromFloat(@trunc(-hours))) - 1, s.word(s.skip(hit.last, "")));
        }
        const since = s.word(s.back(hit.first)).flags.since;
        const event = s.nearest(.times, hit.first, hit.last);
        if (since and (event == null or s.m.ofName(event.?).counted != .hours)) {
            try lasting(s, hit.first, hit.last, @max(hours, day), false);
        } else try ago(s, hit.first, hit.last, hours);
    }
}

fn sinceDay(s: *const Numbers, now: t.Now, weekday: i64, part: *const t.Token) f64 {
    const hour = if (part.flags.parts_of_day) s.by.word(part.id).part_of_day else now.hour;
    const days: f64 = @floatFromInt(@mod(@as(i64, now.weekday) - weekday, 7));
    const ago_hours = days * day + now.hour - hour;
    return if (ago_hours > 0) ago_hours else ago_hours + week;
}
