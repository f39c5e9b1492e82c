using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Angioboard.Core;
using Angioboard.Jobs;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Angioboard.Dashboard.Account;

/// <summary>
/// The link on the console that signs in once, as an administrator named after the user who runs the server: who sees the console owns the box.
/// Each start makes another.
/// </summary>
public sealed class SignInLink(AngioboardOptions options, UserStore users, IServer server)
{
    private readonly byte[] token = Encoding.ASCII.GetBytes(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
    private int used;

    internal string Token => Encoding.ASCII.GetString(token);

    /// <summary>Where the dashboard listens, as a browser on this box reaches it.</summary>
    public string Address
    {
        get
        {
            if (options.PublicUrl is { } url)
                return url.TrimEnd('/');
            var bound = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
            var local = bound.Replace("//[::]", "//localhost", StringComparison.Ordinal).Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal);
            return $"{local}{options.PathBase}";
        }
    }

    /// <summary>Writes the address and the link to the console.</summary>
    public void Print()
    {
        Console.WriteLine($"Angioboard listens on {Address}");
        Console.WriteLine($"Sign in: {Address}/sign-in?token={Token}");
    }

    /// <summary>The administrator, if this is the link's token and nobody has used it.</summary>
    public User? Use(string candidate)
    {
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(candidate), token) || Interlocked.Exchange(ref used, 1) == 1)
            return null;
        var name = Environment.UserName;
        if (users.Find(name) is not null)
            return users.Change(Actor.Owner(name), name, user => user with { Role = Roles.Administrator, Disabled = false });
        try
        {
            return Add(name);
        }
        catch (InputException)
        {
            // The system allows names that ours do not.
            return users.Find("administrator") ?? Add("administrator");
        }
    }

    private User Add(string name)
    {
        var user = new User { Name = name, Role = Roles.Administrator };
        users.Add(Actor.Owner(Environment.UserName), user);
        return user;
    }
}
