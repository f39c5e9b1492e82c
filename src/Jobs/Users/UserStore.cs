using System.Text.RegularExpressions;
using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Webhooks;

namespace Angioboard.Jobs.Users;

/// <summary>The users, by their names in lower case: two names must differ by more than case. Thread-safe.</summary>
public sealed partial class UserStore
{
    private const int LongestWebhook = 2000;

    private readonly AuditLog audit;
    private readonly Revocations revocations;
    private readonly StoredValues<User> stored;
    private Dictionary<string, User> users;
    private readonly Lock gate = new();

    /// <summary>Opens the users of a database.</summary>
    public UserStore(Database database, AuditLog audit, Revocations revocations)
    {
        (this.audit, this.revocations) = (audit, revocations);
        stored = database.Collection<User>("users");
        users = Read();
        database.OnReopened(Reload);
        Rights = new Rights(this, audit);
    }

    /// <summary>The users' rights.</summary>
    public Rights Rights { get; }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<User> All()
    {
        lock (gate)
            return [.. users.Values.OrderBy(user => user.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The user with this name, or null.</summary>
    public User? Find(string name)
    {
        lock (gate)
            return users.GetValueOrDefault(Key(name));
    }

    /// <summary>The user whom a provider knows as this one, or null.</summary>
    public User? Find(ProviderIdentity identity)
    {
        lock (gate)
            return users.Values.FirstOrDefault(user => user.Provider == identity);
    }

    /// <summary>The user whose name cannot be told from this one, or null: a new account may not have it.</summary>
    public User? FindAlike(string name)
    {
        lock (gate)
            return users.Values.FirstOrDefault(user => AreAlike(user.Name, name));
    }

    /// <summary>Whether two names are the same user's.</summary>
    public static bool IsSame(string? one, string? other) => one is not null && other is not null && Key(one) == Key(other);

    /// <summary>
    /// Whether two names are the same but for the form of letters, such as the two small sigmas of Greek, which have one capital.
    /// </summary>
    public static bool AreAlike(string one, string other) => Folded(one) == Folded(other);

    /// <summary>The rule that a name breaks; null for a name that a user can have.</summary>
    public static string? NameProblem(string name) => Name().IsMatch(name)
        ? null
        : "a user name has 1 to 64 letters, digits, dots, hyphens, underscores or @, and starts with a letter or digit";

    /// <summary>Adds a user, for administrators.</summary>
    /// <param name="actor">Who adds it.</param>
    /// <param name="user">The user.</param>
    /// <param name="by">For the audit log: what made the server do it, such as <c>by Keycloak</c>.</param>
    /// <exception cref="InputException">The name cannot be used or is taken, or there is no such role.</exception>
    public void Add(Actor actor, User user, string? by = null)
    {
        Rights.Require(actor, Roles.Administrator, AuditActions.UserAdd, user.Name);
        if (NameProblem(user.Name) is { } problem) throw new InputException($"\"{user.Name}\": {problem}");
        Check(user);
        lock (gate)
        {
            if (FindAlike(user.Name) is { } other)
                throw new InputException($"{user.Name}: there is a user {other.Name}; choose another name");
            CheckUnbound(user);
            audit.WriteFirst(actor, AuditActions.UserAdd, user.Name, Because(user.Role, by));
            File(actor, AuditActions.UserAdd, user);
        }
    }

    /// <summary>
    /// Changes a user, for administrators. If the user is disabled, or gets another role or password, every open page of theirs is checked
    /// again.
    /// </summary>
    /// <param name="actor">Who changes it.</param>
    /// <param name="name">The user.</param>
    /// <param name="change">The change.</param>
    /// <param name="by">For the audit log: what made the server do it, such as <c>by Keycloak</c>.</param>
    /// <exception cref="InputException">There is no such user or role, or no enabled administrator would be left.</exception>
    public User Change(Actor actor, string name, Func<User, User> change, string? by = null)
    {
        Rights.Require(actor, Roles.Administrator, AuditActions.UserChange, name);
        return Change(actor, name, change, own: false, by);
    }

    /// <summary>
    /// Changes what users may change about themselves: password, webhook and the provider that signs them in, but not name, role or whether
    /// they may sign in.
    /// </summary>
    /// <exception cref="InputException">The account may no longer act.</exception>
    public User ChangeOwn(Actor actor, Func<User, User> change)
    {
        User self = Rights.Require(actor, Roles.Viewer, AuditActions.UserChange, actor.Name);
        return Change(actor, self.Name, change, own: true);
    }

    private User Change(Actor actor, string name, Func<User, User> change, bool own, string? by = null)
    {
        User before, after;
        lock (gate)
        {
            before = users.GetValueOrDefault(Key(name))
                ?? throw new InputException($"{name}: there is no such user; look at the list of users");
            after = change(before);
            if (after == before) return before;
            Check(after);
            if (after.Webhook is { } webhook && webhook != before.Webhook) WebhookAddress.Parse(webhook);
            if (after.Name != before.Name) throw new InputException($"{name}: a user's name stays, for runs carry it");
            if (own && (after.Role != before.Role || after.Disabled != before.Disabled))
                throw Rights.Refusal(actor, AuditActions.UserChange, name, "Nobody gives themselves a role, so nothing was done");
            if (IsAdministrator(before) && !IsAdministrator(after) && users.Values.Count(IsAdministrator) == 1)
                throw new InputException($"{name} is the last administrator; make someone else an administrator first");
            if (after.Provider != before.Provider) CheckUnbound(after);
            // Users who were signed in must sign in again, with their new rights: opening the account again does not bring old sessions
            // back.
            if ((after.Disabled != before.Disabled || after.Role != before.Role || after.Provider != before.Provider)
                && after.Stamp == before.Stamp)
                after = after with { Stamp = Guid.NewGuid().ToString("N") };
            if (after.Disabled && !before.Disabled) after = after with { TokenStamp = Guid.NewGuid().ToString("N") };
            foreach ((string action, string? detail, bool gives) in Differences(before, after))
            {
                // The owner of the machine can always get back in.
                if (gives && !own && (actor.Kind == ActorKind.Account || by is not null))
                    audit.WriteFirst(actor, action, name, Because(detail, by));
                else audit.Write(actor, action, name, Because(detail, by));
            }
            File(actor, AuditActions.UserChange, after);
        }
        if (before.Role != after.Role || before.Disabled != after.Disabled || before.Stamp != after.Stamp) revocations.Account(after.Name);
        return after;
    }

    // A change that is not on the disk does not count.
    private void File(Actor actor, string action, User user)
    {
        try
        {
            stored.Put(Key(user.Name), user);
        }
        catch (Exception e)
        {
            audit.Write(actor, action, user.Name, e.Message, AuditOutcome.Failed);
            throw;
        }
        users[Key(user.Name)] = user;
    }

    /// <summary>The actions of a change, and whether each gives rights.</summary>
    private static IEnumerable<(string Action, string? Detail, bool Gives)> Differences(User before, User after)
    {
        if (before.Role != after.Role)
            yield return (AuditActions.UserRole, $"{before.Role} to {after.Role}", Roles.Includes(after.Role, before.Role));
        if (before.Disabled != after.Disabled)
            yield return (after.Disabled ? AuditActions.UserDisable : AuditActions.UserEnable, null, !after.Disabled);
        if (before.Provider != after.Provider)
            yield return after.Provider is { } provider
                ? (AuditActions.UserConnect, $"{provider.Issuer} {provider.Subject}", true)
                : (AuditActions.UserDisconnect, before.Provider?.Issuer, false);
        if (before.PasswordHash != after.PasswordHash && after.Provider is null)
            yield return before.Stamp == after.Stamp && before.PasswordHash is not null
                ? (AuditActions.UserPassword, "the same password, hashed again", false)
                : (AuditActions.UserPassword, null, true);
        if (before.Webhook != after.Webhook) yield return (AuditActions.UserWebhook, after.Webhook is null ? "removed" : "set", false);
    }

    /// <summary>Reads all users from the database: after an error, it is unknown whether the failed change was saved.</summary>
    private void Reload()
    {
        User[] changed;
        lock (gate)
        {
            Dictionary<string, User> before = users;
            users = Read();
            changed = [.. before.Where(old => users.GetValueOrDefault(old.Key) != old.Value).Select(old => old.Value)];
        }
        foreach (User user in changed) revocations.Account(user.Name);
    }

    private Dictionary<string, User> Read() => stored.All().ToDictionary(user => Key(user.Name));

    private static bool IsAdministrator(User user) => user is { Role: Roles.Administrator, Disabled: false };

    private static void Check(User user)
    {
        if (!Roles.All.Contains(user.Role))
            throw new InputException($"{user.Name}: \"{user.Role}\" is no role; the roles are {string.Join(", ", Roles.All)}");
        if (user.Webhook?.Length > LongestWebhook)
            throw new InputException($"The webhook's address has {user.Webhook.Length} characters; {LongestWebhook} at most");
    }

    // Two accounts of one person would make it a matter of chance which one they get.
    private void CheckUnbound(User user)
    {
        if (user.Provider is { } provider
            && users.Values.FirstOrDefault(other => other.Provider == provider && Key(other.Name) != Key(user.Name)) is { } other)
            throw new InputException(
                $"{provider.Provider} already signs you in as {other.Name} here; an administrator can disconnect that account first");
    }

    private static string? Because(string? detail, string? by) => by is null ? detail : detail is null ? by : $"{detail}, {by}";

    // Users are stored under it. Databases may have two users whose names are alike, each with their own sessions and tokens.
    private static string Key(string name) => name.ToLowerInvariant();

    private static string Folded(string name) => Key(name).ToUpperInvariant().ToLowerInvariant();

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd}._@-]{0,63}\z")]
    private static partial Regex Name();
}
