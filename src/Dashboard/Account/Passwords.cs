using System.Buffers.Binary;
using System.Security.Cryptography;
using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Angioboard.Dashboard.Account;

/// <summary>Sets and checks passwords by ASP.NET Core's hasher.</summary>
public sealed class Passwords(UserStore users)
{
    /// <summary>The shortest password.</summary>
    public const int Shortest = 10;

    /// <summary>The longest password.</summary>
    public const int Longest = 256;

    /// <summary>Rounds of PBKDF2 with SHA-512 that OWASP recommends; a hash with fewer is renewed at the next sign-in.</summary>
    private const int Rounds = 210_000;

    private const string Letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static readonly User nobody = new() { Name = "nobody", Role = Roles.Viewer };

    private readonly PasswordHasher<User> hasher = Hasher;
    private readonly Lazy<string> nobodysHash = new(() => Hasher.HashPassword(nobody, "no password"));

    private static PasswordHasher<User> Hasher => new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));

    /// <summary>Generates a password to give to a user.</summary>
    public static string Random() => RandomNumberGenerator.GetString(Letters, 14);

    private User HashAgain(User user, string password)
    {
        try
        {
            return users.Change(Actor.Server, user.Name, u => u with { PasswordHash = hasher.HashPassword(u, password) });
        }
        catch (DatabaseTroubleException)
        {
            // The next sign-in renews it.
            return user;
        }
    }

    /// <summary>The user, if the password is correct and the user may sign in. Unknown names take as long as known ones.</summary>
    public User? Check(string name, string password)
    {
        if (password.Length > Longest)
            return null;
        User? user = users.Find(name);
        PasswordVerificationResult result = hasher.VerifyHashedPassword(user ?? nobody, user?.PasswordHash ?? nobodysHash.Value, password);
        TakeAsLong(user?.PasswordHash);
        if (user is not { Disabled: false, PasswordHash: not null } || result == PasswordVerificationResult.Failed)
            return null;
        return result == PasswordVerificationResult.SuccessRehashNeeded ? HashAgain(user, password) : user;
    }

    /// <summary>Sets a user's password, which signs the user out everywhere.</summary>
    /// <param name="actor">The user, or an administrator.</param>
    /// <param name="name">The user.</param>
    /// <param name="password">The new password.</param>
    /// <param name="handedOut">Whether another person knows it: the user must then choose a new one at the next sign-in.</param>
    /// <exception cref="InputException">The password is too short or too common, or the actor may not set it.</exception>
    public void Set(Actor actor, string name, string password, bool handedOut = false)
    {
        if (password.Length is < Shortest or > Longest)
            throw new InputException($"The password has {password.Length} characters; use {Shortest} to {Longest}");
        if (CommonPasswords.Problem(password, name) is { } problem)
            throw new InputException($"The password {problem}; choose another, such as a few unrelated words");
        if (UserStore.IsSame(actor.Name, name)) users.ChangeOwn(actor, Changed);
        else users.Change(actor, name, Changed);

        User Changed(User user) => user.Provider is { } provider
            ? throw new InputException($"{user.Name} signs in by {provider.Provider} and has no password here")
            : user with
            {
                PasswordHash = hasher.HashPassword(user, password), MustChangePassword = handedOut, Stamp = Guid.NewGuid().ToString("N"),
            };
    }

    // A hash of an earlier version has fewer rounds; its timing would reveal that the user exists.
    private static void TakeAsLong(string? hash)
    {
        if (hash is not null && Convert.FromBase64String(hash) is [1, _, _, _, _, var a, var b, var c, var d, ..]
            && BinaryPrimitives.ReadInt32BigEndian([a, b, c, d]) is > 0 and < Rounds and var rounds)
            Rfc2898DeriveBytes.Pbkdf2("", new byte[16], Rounds - rounds, HashAlgorithmName.SHA512, 32);
    }
}
