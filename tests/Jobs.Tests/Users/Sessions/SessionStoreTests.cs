using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Sessions;

namespace Angioboard.Jobs.Tests.Users.Sessions;

public sealed class SessionStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Clock clock = new();
    private readonly AngioboardOptions options = new() { Sessions = new SessionOptions { IdleHours = 24, AbsoluteDays = 7 } };
    private readonly List<string> ended = [];
    private Database database;
    private SessionStore sessions;

    public SessionStoreTests() => (database, sessions) = Open();

    public void Dispose()
    {
        database.Dispose();
        audit!.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_session_survives_a_restart_and_its_stored_data_does_not_sign_anybody_in()
    {
        string token = Begin();

        Reopen();

        Assert.Equal("ada", sessions.Use(token, "10.0.0.1")!.Name);
        Assert.Null(sessions.Use(sessions.Of("ada")[0].Id, null));
        Assert.DoesNotContain(token, string.Concat(sessions.Of("ada")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_ends_when_unused_for_too_long_and_at_its_time_limit_in_any_case()
    {
        string unused = Begin(), used = Begin();
        for (int hours = 0; hours < 160; hours += 16)
        {
            clock.Pass(TimeSpan.FromHours(16));
            Assert.NotNull(sessions.Use(used, null));
        }
        clock.Pass(TimeSpan.FromHours(16));

        Assert.Null(sessions.Use(unused, null));
        Assert.Null(sessions.Use(used, null));
        Assert.Equal(2, ended.Count);
    }

    [Fact]
    public void A_leaping_clock_neither_ends_a_session_nor_keeps_one_alive()
    {
        string token = Begin();

        clock.Leap(TimeSpan.FromDays(400));
        Assert.NotNull(sessions.Use(token, null));
        clock.Leap(TimeSpan.FromDays(-800));
        Assert.NotNull(sessions.Use(token, null));
        clock.Pass(TimeSpan.FromHours(25));

        Assert.Null(sessions.Use(token, null));
    }

    [Fact]
    public void An_ended_session_stays_ended_after_a_restart()
    {
        string token = Begin(), other = Begin(), third = Begin();

        sessions.End(By("ada"), SessionStore.IdOf(token));
        sessions.End(By("grace"), SessionStore.IdOf(other));
        Assert.NotNull(sessions.Use(other, null));
        Assert.Equal(1, sessions.EndOthers(By("ada"), SessionStore.IdOf(third)));
        Reopen();

        Assert.Equal((true, true, false),
            (sessions.Use(token, null) is null, sessions.Use(other, null) is null, sessions.Use(third, null) is null));
        Assert.Equal([SessionStore.IdOf(token), SessionStore.IdOf(other)], ended);
    }

    [Fact]
    public void The_last_use_is_written_once_a_minute_and_a_user_has_a_limited_number_of_sessions()
    {
        string token = Begin();
        clock.Pass(TimeSpan.FromSeconds(30));
        sessions.Use(token, "10.0.0.2");
        DateTimeOffset begun = clock.Now - TimeSpan.FromSeconds(30);
        Reopen();
        Assert.Equal(begun, sessions.Of("ada")[0].LastUse);

        clock.Pass(TimeSpan.FromMinutes(2));
        sessions.Use(token, "10.0.0.2");
        Reopen();
        Assert.Equal((clock.Now, "10.0.0.2"), (sessions.Of("ada")[0].LastUse, sessions.Of("ada")[0].Address));

        for (int i = 0; i < SessionStore.Most; i++)
        {
            clock.Pass(TimeSpan.FromSeconds(1));
            Begin();
        }
        Assert.Equal(SessionStore.Most, sessions.Of("ada").Count);
        Assert.Null(sessions.Use(token, null));
    }

    [Fact]
    public void Requests_from_an_open_page_of_an_ended_session_are_refused()
    {
        string token = Begin(), other = Begin();
        Actor page = Actor.Account("ada", users.Find("ada")!.Stamp, "10.0.0.1", SessionStore.IdOf(token));

        sessions.SignOut(token, "10.0.0.1");

        Assert.Throws<NotAllowedException>(() => sessions.End(page, SessionStore.IdOf(other)));
        Assert.NotNull(sessions.Use(other, null));
    }

    private Actor By(string name) => Actor.Account(name, users.Find(name)!.Stamp, "10.0.0.1");

    private string Begin() => sessions.Begin(users.Find("ada")!, "Firefox on Linux", "10.0.0.1");

    private UserStore users = null!;
    private AuditLog? audit;

    private (Database, SessionStore) Open()
    {
        Database opened = Database.Open(folder.Path);
        Revocations revocations = new();
        revocations.Revoked += (_, id) => ended.AddRange(id is null ? [] : [id]);
        audit ??= new AuditLog(new AngioboardOptions { DataFolder = folder.Path }, TimeProvider.System);
        users = new UserStore(opened, audit, revocations);
        if (users.Find("ada") is null)
        {
            users.Add(Actor.Server, new User { Name = "ada", Role = Roles.Viewer });
            users.Add(Actor.Server, new User { Name = "grace", Role = Roles.Administrator });
        }
        return (opened, new SessionStore(opened, users, revocations, audit, options, clock));
    }

    private void Reopen()
    {
        database.Dispose();
        (database, sessions) = Open();
    }

    /// <summary>A clock that a test advances, and can also set.</summary>
    private sealed class Clock : TimeProvider
    {
        private TimeSpan passed;

        public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => (Now, passed) = (Now + time, passed + time);

        public void Leap(TimeSpan time) => Now += time;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => passed.Ticks;
    }
}
