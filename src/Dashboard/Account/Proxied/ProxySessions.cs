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
        string token = Find(context, user);
        // Counts as use, which may write to the disk: nobody else waits for it.
        sessions.Use(token, context.From());
        return token;
    }

    private string Find(HttpContext context, User user)
    {
        (string, string, string) key = (user.Name, DeviceName.Of(context.Request.Headers.UserAgent), context.From());
        lock (gate)
        {
            if (IsOpen(key)) return tokens[key];
            foreach ((string, string, string) over in tokens.Keys.Where(each => !IsOpen(each)).ToArray()) tokens.Remove(over);
            return tokens[key] = signIn.Begin(context, user, "by the proxy");
        }

        bool IsOpen((string, string, string) one) =>
            tokens.TryGetValue(one, out string? token) && sessions.IsOpen(SessionStore.IdOf(token));
    }
}
