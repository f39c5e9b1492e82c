using Angioboard.Jobs.Store;

namespace Angioboard.Jobs.Runs;

/// <summary>A view of the runs that somebody saved.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="Name">What they call it.</param>
/// <param name="Query">The query of its address (<see cref="RunQueryAddress"/>).</param>
public sealed record RunView(string Owner, string Name, string Query);

/// <summary>The saved views of all users.</summary>
public sealed class RunViews(Database database)
{
    private readonly StoredValues<RunView> stored = database.Collection<RunView>("views");

    /// <summary>The longest name.</summary>
    public const int LongestName = 60;

    /// <summary>A user's views, by name.</summary>
    public IReadOnlyList<RunView> Of(string owner) => [.. stored.All().Where(view => view.Owner == owner).OrderBy(view => view.Name, NaturalOrder.Comparer)];

    /// <summary>Saves a view, in the place of the user's one of the same name.</summary>
    public void Put(RunView view) => stored.Put(Id(view.Owner, view.Name), view);

    /// <summary>Forgets a view.</summary>
    public void Remove(string owner, string name) => stored.Remove(Id(owner, name));

    private static string Id(string owner, string name) => $"{owner}\n{name}";
}
