using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Troubles;

namespace Angioboard.Jobs.Users.Sessions;

/// <summary>
/// The signed-in browsers. A session is valid as long as it is stored, its user may sign in and has had no new password or role since, and
/// its time limits have not passed. Thread-safe.
/// </summary>
public sealed class SessionStore
{
    /// <summary>The most sessions of a user; a further one ends the one that was unused for the longest time.</summary>
    public const int Most = 30;

    private static readonly TimeSpan WriteInterval = TimeSpan.FromMinutes(1);

    private readonly StoredValues<Session> stored;
    private readonly UserStore users;
    private readonly Revocations revocations;
    private readonly AuditLog audit;
    private readonly SessionOptions limits;
    private readonly TimeProvider time;
    private readonly Dictionary<string, LiveSession> sessions;

    // Guards the order of writes; taken before the other lock. Requests only wait for a disk once a minute.
    private readonly Lock writing = new();
    private readonly Lock gate = new();

    /// <summary>Opens the sessions of a database.</summary>
    public SessionStore(Database database, UserStore users, Revocations revocations, AuditLog audit, AngioboardOptions options,
        TimeProvider time)
    {
        (this.users, this.revocations, this.audit, this.time, limits) = (users, revocations, audit, time, options.Sessions);
        stored = database.Collection<Session>("sessions");
        sessions = stored.All().ToDictionary(session => session.Id, session => new LiveSession(session, time));
        users.Rights.IsOpen = IsOpen;
    }

    /// <summary>The id under which a session is stored.</summary>
    public static string IdOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Begins a session and returns the value of the browser's cookie.</summary>
    public string Begin(User user, string device, string address)
    {
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        DateTimeOffset now = time.GetUtcNow();
        Session session = new(
            ) { Id = IdOf(token), User = user.Name, Stamp = user.Stamp, Created = now, LastUse = now, Device = device, Address = address };
        lock (writing)
        {
            try
            {
                stored.Put(session.Id, session);
            }
            catch (DatabaseTroubleException)
            {
                // Somebody who wants to see why nothing can be changed must get in: the session is valid here, and is saved with its next
                // use.
            }
            lock (gate) sessions[session.Id] = new LiveSession(session, time);
        }
        Sweep();
        Forget([.. Of(user.Name).Skip(Most)]);
        return token;
    }

    /// <summary>The current user of a session, which also counts as a use; null if the session has ended.</summary>
    /// <param name="token">The value of the browser's cookie.</param>
    /// <param name="address">Where it comes from; null to keep the last address, as for an open page.</param>
    public User? Use(string token, string? address)
    {
        string id = IdOf(token);
        Session session;
        bool write;
        User? user;
        lock (gate)
        {
            if (!sessions.TryGetValue(id, out LiveSession? live)) return null;
            user = UserOf(live);
            write = user is not null && live.Use(address, WriteInterval);
            session = live.Session;
        }
        if (user is null) Forget([session]);
        else if (write) Write(session);
        return user;
    }

    /// <summary>Whether the session with this id is valid.</summary>
    public bool IsOpen(string id)
    {
        lock (gate) return sessions.TryGetValue(id, out LiveSession? live) && UserOf(live) is not null;
    }

    /// <summary>A user's valid sessions, the last used first.</summary>
    public IReadOnlyList<Session> Of(string user)
    {
        lock (gate)
            return [.. sessions.Values.Where(live => IsUser(live.Session, user) && UserOf(live) is not null).Select(live => live.Session)
                .OrderByDescending(session => session.LastUse)];
    }

    /// <summary>Ends a browser's session at the user's request.</summary>
    /// <param name="token">The value of its cookie.</param>
    /// <param name="from">The address of the request.</param>
    public void SignOut(string token, string from)
    {
        if (Find(IdOf(token)) is not { } session) return;
        Remove([session]);
        audit.Write(session.User, from, AuditActions.SignOut, session.User, session.Device);
    }

    /// <summary>Ends one of the user's own sessions; nothing happens if there is none with this id.</summary>
    public void End(Actor actor, string id) => users.Rights.Do(actor, Roles.Viewer, AuditActions.SessionEnd, actor.Name, user =>
    {
        if (Find(id) is { } session && IsUser(session, user.Name)) Remove([session]);
    });

    /// <summary>Ends all of the user's own sessions except one; returns how many.</summary>
    public int EndOthers(Actor actor, string? keep) => users.Rights.Do(actor, Roles.Viewer, AuditActions.SessionEnd, actor.Name, user =>
    {
        Session[] others = [.. Of(user.Name).Where(session => session.Id != keep)];
        Remove(others);
        return others.Length;
    }, count => $"{count} others");

    private Session? Find(string id)
    {
        lock (gate) return sessions.GetValueOrDefault(id)?.Session;
    }

    private User? UserOf(LiveSession live) =>
        !live.IsOver(limits) && users.Find(live.Session.User) is { Disabled: false } user && user.Stamp == live.Session.Stamp ? user : null;

    /// <summary>Removes sessions that are no longer valid.</summary>
    private void Sweep()
    {
        Session[] over;
        lock (gate) over = [.. sessions.Values.Where(live => UserOf(live) is null).Select(live => live.Session)];
        Forget(over);
    }

    // These are no longer valid, whether the disk accepts it or not.
    private void Forget(IReadOnlyCollection<Session> over)
    {
        try
        {
            Remove(over);
        }
        catch (Exception e) when (TroubleLog.MayPass(e))
        {
            // The next check tries again.
        }
    }

    // A session that is still in the database would be valid again after a restart, so it is removed there first.
    private void Remove(IReadOnlyCollection<Session> ended)
    {
        foreach (Session session in ended)
        {
            lock (writing)
            {
                stored.Remove(session.Id);
                lock (gate) sessions.Remove(session.Id);
            }
            revocations.Session(session.User, session.Id);
        }
    }

    private void Write(Session session)
    {
        lock (writing)
        {
            lock (gate)
            {
                if (!sessions.ContainsKey(session.Id)) return;
            }
            try
            {
                stored.Put(session.Id, session);
            }
            catch (Exception e) when (TroubleLog.MayPass(e))
            {
                // The time of the last use is no reason to refuse a page; it is saved a minute later.
            }
        }
    }

    private static bool IsUser(Session session, string user) => UserStore.IsSame(session.User, user);
}
