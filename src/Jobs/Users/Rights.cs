using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;

namespace Angioboard.Jobs.Users;

/// <summary>What accounts may do, checked at the moment when something is done. Thread-safe.</summary>
public sealed class Rights
{
    private readonly UserStore users;
    private readonly AuditLog audit;

    internal Rights(UserStore users, AuditLog audit) => (this.users, this.audit) = (users, audit);

    /// <summary>Whether a session is still open; set by the session store.</summary>
    public Func<string, bool> IsOpen { get; set; } = _ => true;

    /// <summary>The role of a token, by its id; null if it is no longer valid. Set by the token store.</summary>
    public Func<string, string?> TokenRole { get; set; } = _ => null;

    /// <summary>The current account, if it may do what needs this role; a refusal is written to the audit log.</summary>
    /// <param name="actor">Who acts.</param>
    /// <param name="role">The lowest role that may do it, one of <see cref="Roles"/>.</param>
    /// <param name="action">The action, such as <c>run.delete</c>.</param>
    /// <param name="target">What it is done to.</param>
    /// <exception cref="NotAllowedException">The account is gone, disabled or signed out, or its role is too low.</exception>
    public User Require(Actor actor, string role, string action, string target)
    {
        if (Find(actor, out string why) is not { } user) throw Refusal(actor, action, target, why);
        if (!Roles.Includes(user.Role, role))
            throw Refusal(actor, action, target, actor.TokenName is { } token && users.Find(actor.Name)?.Role != user.Role
                ? $"The role of the token {token}, {user.Role}, does not allow this, so nothing was done; use one with the role {role}"
                : $"Your role, {user.Role}, does not allow this, so nothing was done; ask an administrator for the role {role}");
        return user;
    }

    /// <summary>The current account; null if it may no longer act.</summary>
    public User? Find(Actor actor) => Find(actor, out _);

    /// <summary>Refuses something that the role alone would allow, such as changing what belongs to somebody else.</summary>
    internal NotAllowedException Refusal(Actor actor, string action, string target, string why)
    {
        audit.Write(actor, action, target, why, AuditOutcome.Refused);
        return new NotAllowedException(why);
    }

    /// <summary>Does something if the account may, and writes to the audit log that it was done, or why it failed.</summary>
    internal async Task<T> DoAsync<T>(Actor actor, string role, string action, string target, Func<User, Task<T>> act,
        Func<T, string?>? detail = null)
    {
        User user = Require(actor, role, action, target);
        T done;
        try
        {
            done = await act(user);
        }
        catch (Exception e) when (e is not NotAllowedException)
        {
            audit.Write(actor, action, target, e.Message, AuditOutcome.Failed);
            throw;
        }
        audit.Write(actor, action, target, detail?.Invoke(done));
        return done;
    }

    /// <summary>The same for synchronous work.</summary>
    internal T Do<T>(Actor actor, string role, string action, string target, Func<User, T> act, Func<T, string?>? detail = null)
    {
        User user = Require(actor, role, action, target);
        T done;
        try
        {
            done = act(user);
        }
        catch (Exception e) when (e is not NotAllowedException)
        {
            audit.Write(actor, action, target, e.Message, AuditOutcome.Failed);
            throw;
        }
        audit.Write(actor, action, target, detail?.Invoke(done));
        return done;
    }

    /// <summary>The same for work without a result.</summary>
    internal void Do(Actor actor, string role, string action, string target, Action<User> act, string? detail = null) => Do(
        actor, role, action, target, user =>
        {
            act(user);
            return detail;
        }, given => given);

    private User? Find(Actor actor, out string why)
    {
        why = "";
        if (actor.Kind != ActorKind.Account) return new User { Name = actor.Name, Role = Roles.Administrator };
        if (actor.Name.Length == 0) why = "Nobody is signed in here, so nothing was done; sign in first";
        else if (users.Find(actor.Name) is not { } user) why = $"The account {actor.Name} no longer exists, so nothing was done";
        else if (user.Disabled) why = $"The account {actor.Name} is disabled, so nothing was done; ask an administrator";
        else if (actor.Token is { } token)
        {
            if (TokenRole(token) is { } role) return user with { Role = Roles.Lower(user.Role, role) };
            why = $"The token {actor.TokenName} was revoked or has expired, so nothing was done; make another on the page Account";
        }
        else if (user.Stamp != actor.Stamp || (actor.Session is { } session && !IsOpen(session)))
            why = "You have been signed out, so nothing was done; sign in again";
        else return user;
        return null;
    }
}
