using Angioboard.Dashboard.Account.Sessions;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Sessions;

namespace Angioboard.Dashboard.Account.Proxied;

/// <summary>
/// The sessions of users whom a proxy names in each request: one for each user, browser and address. They have no cookie, so that a request
/// without the header is nobody's. Thread-safe.
/// </summary>
internal sealed class ProxySessions(SessionStore sessions, SignIn signIn)
{
    private readonly Dictionary<(string User, string Device, string Address), string> tokens = [];
    private readonly Lock gate = new();

    /// <summary>The token of the session of this request's browser, which begins now if there is none.</summary>
    public string Of(HttpContext context, User user)
    {
        (string, string, string) key = (user.Name, DeviceName.Of(context.Request.Headers.UserAgent), context.From());
        lock (gate)
        {
            if (tokens.TryGetValue(key, out string? open) && sessions.Use(open, context.From()) is { } current && current.Stamp == user.Stamp)
                return open;
            foreach ((string, string, string) over in tokens.Where(each => !sessions.IsOpen(SessionStore.IdOf(each.Value)))
                .Select(each => each.Key).ToArray())
                tokens.Remove(over);
            return tokens[key] = signIn.Begin(context, user, "by the proxy");
        }
    }
}
