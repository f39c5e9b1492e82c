using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Angioboard.Core;
using Angioboard.Jobs;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Angioboard.Dashboard.Account;

/// <summary>
/// The link on the console that signs in once, as an administrator named after the user who runs the server: anybody who can read the
/// console controls the machine. Each start makes one, and `angioboard sign-in-link` another; it is valid until used, for 15 minutes at
/// most.
/// </summary>
public sealed class SignInLink(AngioboardOptions options, UserStore users, IServer server, TimeProvider time)
{
    private const string Other = "administrator";

    private static readonly TimeSpan lifetime = TimeSpan.FromMinutes(15);

    private readonly Lock gate = new();
    private string? token;
    private long made;

    /// <summary>The dashboard's address for a browser on this machine.</summary>
    public string Address
    {
        get
        {
            if (options.PublicUrl is { } url)
                return url.TrimEnd('/');
            string bound = server.Features.Get<IServerAddressesFeature>()?.Addresses
                .FirstOrDefault(address => !BindingAddress.Parse(address).IsUnixPipe) ?? "";
            string local = bound.Replace("//[::]", "//localhost", StringComparison.Ordinal)
                .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal);
            return $"{local}{options.PathBase}";
        }
    }

    /// <summary>Creates a new link and invalidates earlier ones.</summary>
    internal string Renew()
    {
        lock (gate)
        {
            (token, made) = (Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)), time.GetTimestamp());
            return $"{Address}/sign-in?token={token}";
        }
    }

    /// <summary>Writes the address and a link to the console.</summary>
    public void Print()
    {
        Console.WriteLine($"Angioboard listens on {Address}");
        Console.WriteLine($"Sign in: {Renew()}");
        Console.WriteLine("The link works once, for 15 minutes; `angioboard sign-in-link` prints another.");
    }

    /// <summary>
    /// The administrator, if this is the link's token, unused and not expired. The account is created or enabled now, not with the link.
    /// </summary>
    public User? Use(string candidate)
    {
        lock (gate)
        {
            if (token is null || time.GetElapsedTime(made) >= lifetime
                || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(candidate), Encoding.UTF8.GetBytes(token)))
                return null;
            User user = Administrator();
            token = null;
            return user;
        }
    }

    private User Administrator()
    {
        string name = Environment.UserName;
        // Nothing is written if the account is already so: the link also works on a full disk.
        if (users.Find(name) is { Role: Roles.Administrator, Disabled: false } known)
            return known;
        // Somebody whom a provider calls by this name must not become an administrator by it.
        if (users.Find(name) is { Provider: not null })
            return Fallback();
        if (users.Find(name) is not null)
            return Promote(name);
        try
        {
            return Add(name);
        }
        catch (InputException)
        {
            // The system allows user names that Angioboard does not.
            return Fallback();
        }
    }

    private User Fallback() => users.Find(Other) switch
    {
        null => Add(Other),
        { Role: Roles.Administrator, Disabled: false } known => known,
        _ => Promote(Other),
    };

    private User Promote(string name) => users.Change(Actor.Owner(Environment.UserName), name,
        user => user with { Role = Roles.Administrator, Disabled = false });

    private User Add(string name)
    {
        User user = new User { Name = name, Role = Roles.Administrator };
        users.Add(Actor.Owner(Environment.UserName), user);
        return user;
    }
}
