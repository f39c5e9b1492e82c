using System.Text.RegularExpressions;
using Angioboard.Core;
using Angioboard.Jobs.Store;

namespace Angioboard.Jobs.Users;

/// <summary>The users, filed by their names in lower case: names differ by more than case. Safe for any thread.</summary>
public sealed partial class UserStore
{
    private readonly StoredValues<User> stored;
    private readonly Dictionary<string, User> users;
    private readonly Lock gate = new();

    /// <summary>Opens the users of a database.</summary>
    public UserStore(Database database)
    {
        stored = database.Collection<User>("users");
        users = stored.All().ToDictionary(user => Key(user.Name));
    }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<User> All()
    {
        lock (gate)
            return [.. users.Values.OrderBy(user => user.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The user of this name, or null.</summary>
    public User? Find(string name)
    {
        lock (gate)
            return users.GetValueOrDefault(Key(name));
    }

    /// <summary>Adds a user.</summary>
    /// <exception cref="InputException">The name cannot be used or is taken, or the role is none.</exception>
    public void Add(User user)
    {
        if (!Name().IsMatch(user.Name))
            throw new InputException($"\"{user.Name}\": a user name has 1 to 64 letters, digits, dots, hyphens, underscores or @, and starts with a letter or digit");
        Check(user);
        lock (gate)
        {
            if (!users.TryAdd(Key(user.Name), user))
                throw new InputException($"{user.Name}: there is a user of this name; choose another");
            stored.Put(Key(user.Name), user);
        }
    }

    /// <summary>Changes a user.</summary>
    /// <exception cref="InputException">There is no such user, the role is none, or no enabled administrator would be left.</exception>
    public User Change(string name, Func<User, User> change)
    {
        lock (gate)
        {
            if (!users.TryGetValue(Key(name), out var user))
                throw new InputException($"{name}: there is no such user; look at the list of users");
            var changed = change(user);
            Check(changed);
            if (IsAdministrator(user) && !IsAdministrator(changed) && users.Values.Count(IsAdministrator) == 1)
                throw new InputException($"{name}: is the last administrator; make another user administrator first");
            users[Key(name)] = changed;
            stored.Put(Key(name), changed);
            return changed;
        }
    }

    private static bool IsAdministrator(User user) => user is { Role: Roles.Administrator, Disabled: false };

    private static void Check(User user)
    {
        if (!Roles.All.Contains(user.Role))
            throw new InputException($"{user.Name}: \"{user.Role}\" is no role; the roles are {string.Join(", ", Roles.All)}");
    }

    private static string Key(string name) => name.ToLowerInvariant();

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd}._@-]{0,63}\z")]
    private static partial Regex Name();
}
