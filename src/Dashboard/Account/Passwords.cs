using System.Security.Cryptography;
using Angioboard.Core;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Identity;

namespace Angioboard.Dashboard.Account;

/// <summary>Sets and checks passwords by ASP.NET Core's hasher.</summary>
public sealed class Passwords(UserStore users)
{
    /// <summary>The shortest password.</summary>
    public const int Shortest = 10;

    private const string Letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static readonly User nobody = new() { Name = "nobody", Role = Roles.Viewer };

    private readonly PasswordHasher<User> hasher = new();
    private readonly Lazy<string> nobodysHash = new(() => new PasswordHasher<User>().HashPassword(nobody, "no password"));

    /// <summary>A password to hand to a user.</summary>
    public static string Random() => RandomNumberGenerator.GetString(Letters, 14);

    /// <summary>The user, if the password is right and the user may sign in. Unknown names take as long as known ones.</summary>
    public User? Check(string name, string password)
    {
        var user = users.Find(name);
        var result = hasher.VerifyHashedPassword(user ?? nobody, user?.PasswordHash ?? nobodysHash.Value, password);
        if (user is not { Disabled: false, PasswordHash: not null } || result == PasswordVerificationResult.Failed)
            return null;
        return result == PasswordVerificationResult.SuccessRehashNeeded
            ? users.Change(Actor.Server, name, u => u with { PasswordHash = hasher.HashPassword(u, password) })
            : user;
    }

    /// <summary>Sets a user's password, which signs the user out everywhere.</summary>
    /// <param name="actor">The user, or an administrator.</param>
    /// <param name="name">The user.</param>
    /// <param name="password">The new password.</param>
    /// <exception cref="InputException">The password is too short, or the actor may not set it.</exception>
    public void Set(Actor actor, string name, string password)
    {
        if (password.Length < Shortest)
            throw new InputException($"The password has {password.Length} characters; take {Shortest} or more");
        if (string.Equals(actor.Name, name, StringComparison.OrdinalIgnoreCase)) users.ChangeOwn(actor, Changed);
        else users.Change(actor, name, Changed);

        User Changed(User user) => user with { PasswordHash = hasher.HashPassword(user, password), Stamp = Guid.NewGuid().ToString("N") };
    }
}
