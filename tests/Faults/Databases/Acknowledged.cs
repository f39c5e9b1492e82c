using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Runs;

namespace Angioboard.Faults.Databases;

/// <summary>A writer's confirmed writes, and the one in progress when it was killed.</summary>
internal sealed class Acknowledged
{
    private readonly Dictionary<string, State> runs = [];
    private (string Id, State? After)? underway;

    /// <summary>Confirmed writes.</summary>
    public int Writes { get; private set; }

    /// <summary>Reads a line from a writer: <c>what? run [epoch] token</c> before a write, <c>what! …</c> after it.</summary>
    public void Take(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[0] == "open") return;
        string what = words[0][..^1], id = words[1];
        if (words[0].EndsWith('?'))
        {
            State before = runs.GetValueOrDefault(id) ?? new State(0, []);
            long token = long.Parse(words[^1]);
            underway = (id, what switch
            {
                "gone" => null,
                "back" => new State(token, before.Epochs.Where(epoch => epoch.Key < int.Parse(words[2])).ToDictionary()),
                "epoch" => new State(token, new(before.Epochs) { [int.Parse(words[2])] = token }),
                _ => before with { Token = token },
            });
        }
        else if (underway is { } write)
        {
            if (write.After is null) runs.Remove(id);
            else runs[id] = write.After;
            underway = null;
            Writes++;
        }
    }

    /// <summary>
    /// Compares with the content of a database. The write in progress may be there in full, in part or not at all; what is there is taken
    /// over.
    /// </summary>
    public IEnumerable<string> Differences(RunStore store)
    {
        List<string> problems = [];
        foreach (string id in runs.Keys.Union(store.All.Select(run => run.Id)).Order(StringComparer.Ordinal).ToArray())
        {
            State? found = Found(store, id), told = runs.GetValueOrDefault(id);
            bool open = underway is { } write && write.Id == id;
            if (!(open ? Between(told, underway!.Value.After, found) : Same(told, found)))
                problems.Add(
                    $"{id}: holds {Text(found)}; acknowledged was {Text(told)}"
                        + $"{(open ? $", under way {Text(underway!.Value.After)}" : "")}");
            if (found is null) runs.Remove(id);
            else runs[id] = found;
        }
        underway = null;
        return problems;
    }

    private static State? Found(RunStore store, string id) => store.Find(id) is { } run
        ? new State(run.LogPosition, store.Epochs(id).ToDictionary(epoch => epoch.Epoch, Loss))
        : null;

    // A token has too many digits to be exact in a double: both sides round in the same way.
    private static double Loss(EpochRecord epoch) => epoch.Values["train_loss"] ?? double.NaN;

    // Each epoch and the token is as before or as after.
    private static bool Between(State? before, State? after, State? found)
    {
        if (Same(before, found) || Same(after, found)) return true;
        if (found is null) return false;
        State then = before ?? new State(0, []), now = after ?? new State(then.Token, []);
        return (found.Token == then.Token || found.Token == now.Token)
            && found.Epochs.All(epoch => then.Epochs.Contains(epoch) || now.Epochs.Contains(epoch))
            && then.Epochs.Keys.Intersect(now.Epochs.Keys).All(found.Epochs.ContainsKey);
    }

    private static bool Same(State? one, State? other) => one is null || other is null
        ? one is null && other is null
        : one.Token == other.Token && one.Epochs.Count == other.Epochs.Count && one.Epochs.All(other.Epochs.Contains);

    private static string Text(State? state) =>
        state is null
            ? "nothing"
            : $"position {state.Token} and epochs "
            + string.Join(' ', state.Epochs.OrderBy(epoch => epoch.Key).Select(epoch => $"{epoch.Key}:{epoch.Value:R}"));

    private sealed record State(long Token, Dictionary<int, double> Epochs);
}
