using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Troubles;

namespace Angioboard.Jobs.Users.Tokens;

/// <summary>
/// Everybody's tokens. A token is valid as long as it is stored, has not been revoked and has not expired, and its owner may sign in and
/// has not been disabled since it was made. Thread-safe.
/// </summary>
public sealed class TokenStore
{
    /// <summary>What every token begins with, so that people and programs recognise one.</summary>
    public const string Prefix = "angio_";

    private static readonly TimeSpan WriteInterval = TimeSpan.FromMinutes(1);

    private readonly StoredValues<ApiToken> stored;
    private readonly RevokedTokens revoked;
    private readonly UserStore users;
    private readonly Revocations revocations;
    private readonly AuditLog audit;
    private readonly AngioboardOptions options;
    private readonly TimeProvider time;
    private readonly Dictionary<string, ApiToken> tokens;
    private readonly Dictionary<string, long> written = [];

    // Guards the order of writes; taken before the other lock. Requests only wait for a disk once a minute.
    private readonly Lock writing = new();
    private readonly Lock gate = new();

    /// <summary>Opens the tokens of a database.</summary>
    /// <exception cref="InputException">The list of revoked tokens cannot be read.</exception>
    public TokenStore(Database database, UserStore users, Revocations revocations, AuditLog audit, AngioboardOptions options,
        TimeProvider time)
    {
        (this.users, this.revocations, this.audit, this.options, this.time) = (users, revocations, audit, options, time);
        stored = database.Collection<ApiToken>("tokens");
        revoked = new RevokedTokens(options.DataFolder, time);
        // A database that was restored from a backup may still have tokens that were revoked since.
        tokens = stored.All().Where(token => !revoked.Contains(token.Id)).ToDictionary(token => token.Id);
        users.Rights.TokenRole = RoleOf;
    }

    /// <summary>Makes a token for the actor's own account and returns it; only its hash is kept.</summary>
    /// <param name="actor">Who makes it; another token cannot.</param>
    /// <param name="name">What the owner calls it.</param>
    /// <param name="role">The most that it may do, at most the owner's role.</param>
    /// <param name="expires">When it ends.</param>
    /// <exception cref="InputException">It cannot be made so, or the disk refuses it.</exception>
    /// <exception cref="NotAllowedException">The account may no longer act, or a token acts.</exception>
    public string Create(Actor actor, string name, string role, DateTimeOffset expires)
    {
        name = name.Trim();
        User owner = users.Rights.Require(actor, Roles.Viewer, AuditActions.TokenCreate, name);
        if (actor.Token is not null || actor.Kind != ActorKind.Account)
            throw users.Rights.Refusal(actor, AuditActions.TokenCreate, name,
                "Only somebody who has signed in makes a token, so nothing was done; sign in first");
        string secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        lock (writing)
        {
            DateTimeOffset now = time.GetUtcNow();
            TokenRules.Require(owner, name, role, expires, now, Of(owner.Name), options);
            ApiToken token = new()
            {
                Id = IdOf(secret), Name = name, Owner = owner.Name, Role = role, Stamp = owner.TokenStamp, Created = now,
                Expires = expires.ToUniversalTime(),
            };
            audit.WriteFirst(actor, AuditActions.TokenCreate, name,
                string.Create(CultureInfo.InvariantCulture, $"{role}, until {token.Expires:yyyy-MM-dd HH:mm} UTC"));
            try
            {
                stored.Put(token.Id, token);
            }
            catch (Exception e)
            {
                audit.Write(actor, AuditActions.TokenCreate, name, e.Message, AuditOutcome.Failed);
                throw;
            }
            lock (gate) tokens[token.Id] = token;
        }
        Sweep();
        return secret;
    }

    /// <summary>The account that a token acts for, which also counts as a use.</summary>
    /// <param name="secret">The token, as a program sends it.</param>
    /// <param name="address">Where it comes from.</param>
    public TokenUse Use(string secret, string address)
    {
        string id = IdOf(secret);
        ApiToken? token;
        bool write = false;
        lock (gate)
        {
            if (!tokens.TryGetValue(id, out token))
                return new TokenUse(null, null, "The token is not known: it was revoked, or is not complete. Make another on the page "
                    + "Account.");
            if (ProblemOf(token) is { } problem) return new TokenUse(token, null, problem);
            tokens[id] = token = token with { LastUse = time.GetUtcNow(), Address = address };
            if (!written.TryGetValue(id, out long last) || time.GetElapsedTime(last) >= WriteInterval)
                (written[id], write) = (time.GetTimestamp(), true);
        }
        if (write) Write(token);
        return users.Find(token.Owner) is { } owner
            ? new TokenUse(token, owner with { Role = Roles.Lower(owner.Role, token.Role) }, null)
            : new TokenUse(token, null, $"The account {token.Owner} no longer exists.");
    }

    /// <summary>When the token expires by which an actor acts; null for people.</summary>
    public DateTimeOffset? Expiry(Actor actor)
    {
        lock (gate) return actor.Token is { } id ? tokens.GetValueOrDefault(id)?.Expires : null;
    }

    /// <summary>A user's valid tokens, by name.</summary>
    public IReadOnlyList<ApiToken> Of(string user) => [.. All().Where(token => IsOwner(token, user))];

    /// <summary>Everybody's valid tokens, by owner and name.</summary>
    public IReadOnlyList<ApiToken> All()
    {
        lock (gate)
            return [.. tokens.Values.Where(token => ProblemOf(token) is null)
                .OrderBy(token => token.Owner, StringComparer.OrdinalIgnoreCase)
                .ThenBy(token => token.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Ends a token: one's own, or, for administrators, anybody's; nothing happens if there is none with this id.</summary>
    /// <exception cref="InputException">The disk refuses it; the token is still valid.</exception>
    /// <exception cref="NotAllowedException">It is somebody else's.</exception>
    public void Revoke(Actor actor, string id)
    {
        ApiToken? token;
        lock (gate) tokens.TryGetValue(id, out token);
        if (token is null) users.Rights.Require(actor, Roles.Viewer, AuditActions.TokenRevoke, "");
        else Revoke(actor, token.Owner, token.Name, [token]);
    }

    /// <summary>Ends all tokens of a user, for that user and for administrators; returns how many.</summary>
    /// <exception cref="InputException">The disk refuses it; the tokens are still valid.</exception>
    /// <exception cref="NotAllowedException">They are somebody else's.</exception>
    public int RevokeAll(Actor actor, string owner)
    {
        IReadOnlyList<ApiToken> all = Of(owner);
        Revoke(actor, owner, "all tokens", all);
        return all.Count;
    }

    private static string IdOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static bool IsOwner(ApiToken token, string user) => UserStore.IsSame(token.Owner, user);

    private void Revoke(Actor actor, string owner, string target, IReadOnlyList<ApiToken> ended)
    {
        bool own = UserStore.IsSame(owner, actor.Name);
        string role = own ? Roles.Viewer : Roles.Administrator;
        users.Rights.Do(actor, role, AuditActions.TokenRevoke, own ? target : $"{owner}: {target}", _ =>
        {
            lock (writing) revoked.Add(ended);
            Forget(ended);
        });
    }

    // The caller holds the gate.
    private string? ProblemOf(ApiToken token)
    {
        if (users.Find(token.Owner) is not { } owner) return $"The account {token.Owner} no longer exists.";
        if (owner.Disabled) return $"The account {token.Owner} is disabled. Ask an administrator.";
        if (owner.TokenStamp != token.Stamp)
            return $"The account {token.Owner} was disabled meanwhile. Make another token on the page Account.";
        return token.Expires <= time.GetUtcNow()
            ? string.Create(CultureInfo.InvariantCulture,
                $"The token {token.Name} expired on {token.Expires:d MMM yyyy}. Make another on the page Account.")
            : null;
    }

    private string? RoleOf(string id)
    {
        lock (gate) return tokens.TryGetValue(id, out ApiToken? token) && ProblemOf(token) is null ? token.Role : null;
    }

    private void Sweep()
    {
        // A user who is disabled by mistake should find the same words for a while.
        DateTimeOffset limit = time.GetUtcNow() - TimeSpan.FromDays(30);
        ApiToken[] over;
        lock (gate) over = [.. tokens.Values.Where(token => token.Expires <= limit)];
        Forget(over);
    }

    // They are no longer valid, whether the database accepts it or not.
    private void Forget(IReadOnlyCollection<ApiToken> over)
    {
        foreach (ApiToken token in over)
        {
            lock (writing)
            {
                lock (gate)
                {
                    tokens.Remove(token.Id);
                    written.Remove(token.Id);
                }
                try
                {
                    stored.Remove(token.Id);
                }
                catch (Exception e) when (TroubleLog.MayPass(e))
                {
                    // The next start leaves it out.
                }
            }
        }
        foreach (string owner in over.Select(token => token.Owner).Distinct()) revocations.Account(owner);
    }

    private void Write(ApiToken token)
    {
        lock (writing)
        {
            lock (gate)
            {
                if (!tokens.ContainsKey(token.Id)) return;
            }
            try
            {
                stored.Put(token.Id, token);
            }
            catch (Exception e) when (TroubleLog.MayPass(e))
            {
                // The time of the last use is no reason to refuse a request; it is saved a minute later.
            }
        }
    }
}
