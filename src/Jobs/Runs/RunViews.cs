using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Runs;

/// <summary>A view of the runs that a user saved.</summary>
/// <param name="Owner">The user.</param>
/// <param name="Name">Its name.</param>
/// <param name="Query">The query part of its address (<see cref="RunQueryAddress"/>).</param>
public sealed record RunView(string Owner, string Name, string Query);

/// <summary>The saved views of all users.</summary>
public sealed class RunViews(Database database, Rights rights)
{
    private readonly StoredValues<RunView> stored = database.Collection<RunView>("views");

    /// <summary>The longest name.</summary>
    public const int LongestName = 60;

    private const int LongestQuery = 8000, MostOfOne = 100;

    /// <summary>A user's views, by name.</summary>
    public IReadOnlyList<RunView> Of(string owner) =>
        [.. stored.All().Where(view => view.Owner == owner).OrderBy(view => view.Name, NaturalOrder.Comparer)];

    /// <summary>Saves a view of the user, replacing one with the same name.</summary>
    /// <exception cref="InputException">Its name or query is too long, or the user has too many.</exception>
    public void Put(Actor actor, string name, string query)
    {
        name = VisibleText.Line(name);
        User user = rights.Require(actor, Roles.Viewer, AuditActions.ViewSave, name.Length > LongestName ? name[..LongestName] : name);
        if (name.Length > LongestName) throw new InputException($"The name has {name.Length} characters; {LongestName} at most");
        if (query.Length > LongestQuery)
            throw new InputException($"The view's filters and columns have {query.Length} characters; {LongestQuery} at most");
        if (Of(user.Name) is var saved && saved.Count >= MostOfOne && saved.All(view => view.Name != name))
            throw new InputException($"You have {saved.Count} views, which is the most; forget one first");
        stored.Put(Id(user.Name, name), new RunView(user.Name, name, query));
    }

    /// <summary>Removes a view of the user.</summary>
    public void Remove(Actor actor, string name)
    {
        User user = rights.Require(actor, Roles.Viewer, AuditActions.ViewRemove, name);
        stored.Remove(Id(user.Name, name));
    }

    private static string Id(string owner, string name) => $"{owner}\n{name}";
}
