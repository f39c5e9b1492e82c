using Angioboard.Jobs.Lists;

namespace Angioboard.Dashboard.Runs;

/// <summary>The runs that are selected in a list.</summary>
internal sealed class RunSelection
{
    private readonly HashSet<string> selected = [];
    private string? lastPicked;

    /// <summary>Their ids.</summary>
    public IReadOnlySet<string> Ids => selected;

    /// <summary>Selects or deselects a run; as a range, together with all rows since the previous one.</summary>
    public void Toggle(string id, bool range, IReadOnlyList<string> rows)
    {
        bool chosen = selected.Add(id) || !selected.Remove(id);
        int from = range && lastPicked is not null ? Place(lastPicked) : -1, to = Place(id);
        if (from >= 0 && to >= 0)
        {
            foreach (string between in rows.Skip(Math.Min(from, to)).Take(Math.Abs(from - to) + 1))
            {
                if (chosen) selected.Add(between);
                else selected.Remove(between);
            }
        }
        lastPicked = id;

        int Place(string row)
        {
            for (int i = 0; i < rows.Count; i++) if (rows[i] == row) return i;
            return -1;
        }
    }

    /// <summary>Selects or deselects these runs.</summary>
    public void Set(IEnumerable<string> ids, bool chosen)
    {
        if (chosen) selected.UnionWith(ids);
        else selected.ExceptWith(ids);
    }

    /// <summary>Selects all members of a group, or deselects them if all are selected.</summary>
    public void Toggle(RunGroup group)
    {
        string[] members = [.. group.Members.Select(run => run.Id)];
        Set(members, !members.All(selected.Contains));
    }

    /// <summary>Deselects all.</summary>
    public void Clear() => selected.Clear();
}
