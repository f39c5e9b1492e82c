using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Troubles;

namespace Angioboard.Jobs.Users.Sessions;

/// <summary>
/// The browsers that are signed in. One holds as long as it is here, its user may sign in and has had no other password or role since, and its limits have
/// not passed. Safe for any thread.
/// </summary>
public sealed class SessionStore
{
    /// <summary>The most of a user; a further one ends the one that was longest unused.</summary>
    public const int Most = 30;

    private static readonly TimeSpan WriteInterval = TimeSpan.FromMinutes(1);

    private readonly StoredValues<Session> stored;
    private readonly UserStore users;
    private readonly Revocations revocations;
    private readonly AuditLog audit;
    private readonly SessionOptions limits;
    private readonly TimeProvider time;
    private readonly Dictionary<string, LiveSession> sessions;

    // What is written, and in which order; taken before the other. Requests wait for no disk but once a minute.
    private readonly Lock writing = new();
    private readonly Lock gate = new();

    /// <summary>Opens the sessions of a database.</summary>
    public SessionStore(Database database, UserStore users, Revocations revocations, AuditLog audit, AngioboardOptions options, TimeProvider time)
    {
        (this.users, this.revocations, this.audit, this.time, limits) = (users, revocations, audit, time, options.Sessions);
        stored = database.Collection<Session>("sessions");
        sessions = stored.All().ToDictionary(session => session.Id, session => new LiveSession(session, time));
        users.Rights.IsOpen = IsOpen;
    }

    /// <summary>The id that a session is filed under.</summary>
    public static string IdOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Begins a session; returns what the browser's cookie is to hold.</summary>
    public string Begin(User user, string device, string address)
    {
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        DateTimeOffset now = time.GetUtcNow();
        Session session = new() { Id = IdOf(token), User = user.Name, Stamp = user.Stamp, Created = now, LastUse = now, Device = device, Address = address };
        lock (writing)
        {
            try
            {
                stored.Put(session.Id, session);
            }
            catch (DatabaseTroubleException)
            {
                // Whoever comes to see why nothing can be changed must get in: it holds here, and is written with its next use.
            }
            lock (gate) sessions[session.Id] = new LiveSession(session, time);
        }
        Sweep();
        Forget([.. Of(user.Name).Skip(Most)]);
        return token;
    }

    /// <summary>The user whose session this is, as they are now, and counts it as used; null if it has ended.</summary>
    /// <param name="token">What the browser's cookie holds.</param>
    /// <param name="address">Where it comes from; null for the address before, as of a page that is open.</param>
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

    /// <summary>Whether the session of this id holds.</summary>
    public bool IsOpen(string id)
    {
        lock (gate) return sessions.TryGetValue(id, out LiveSession? live) && UserOf(live) is not null;
    }

    /// <summary>A user's sessions that hold, the one used last first.</summary>
    public IReadOnlyList<Session> Of(string user)
    {
        lock (gate)
            return [.. sessions.Values.Where(live => IsUser(live.Session, user) && UserOf(live) is not null).Select(live => live.Session).OrderByDescending(session => session.LastUse)];
    }

    /// <summary>Ends the session that a browser holds, at its own wish.</summary>
    /// <param name="token">What its cookie holds.</param>
    /// <param name="from">The address that asks for it.</param>
    public void SignOut(string token, string from)
    {
        if (Find(IdOf(token)) is not { } session) return;
        Remove([session]);
        audit.Write(session.User, from, AuditActions.SignOut, session.User, session.Device);
    }

    /// <summary>Ends one of one's own sessions; nothing happens if there is none of this id any more.</summary>
    public void End(Actor actor, string id) => users.Rights.Do(actor, Roles.Viewer, AuditActions.SessionEnd, actor.Name, user =>
    {
        if (Find(id) is { } session && IsUser(session, user.Name)) Remove([session]);
    });

    /// <summary>Ends all of one's own sessions but one; how many.</summary>
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

    /// <summary>Forgets those that hold no more.</summary>
    private void Sweep()
    {
        Session[] over;
        lock (gate) over = [.. sessions.Values.Where(live => UserOf(live) is null).Select(live => live.Session)];
        Forget(over);
    }

    // These hold no more, whether the disk takes it or not.
    private void Forget(IReadOnlyCollection<Session> over)
    {
        try
        {
            Remove(over);
        }
        catch (Exception e) when (TroubleLog.MayPass(e))
        {
            // The next look at them tries again.
        }
    }

    // What is still in the database would hold again after a restart: first there, then here.
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
                // The time of the last use is no reason to refuse a page; the next minute writes it.
            }
        }
    }

    private static bool IsUser(Session session, string user) => string.Equals(session.User, user, StringComparison.OrdinalIgnoreCase);
}
