using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Angioboard.Dashboard.Tests.Architecture;

/// <summary>Which namespaces use which, from the compiled assemblies. A namespace and its parents count as one.</summary>
internal sealed class Rooms
{
    private readonly Dictionary<string, SortedDictionary<string, string>> uses = [];

    public Rooms(string prefix, params System.Reflection.Assembly[] assemblies)
    {
        foreach (IType type in new ArchLoader().LoadAssemblies(assemblies).Build().Types
            .Where(type => type.Namespace?.FullName.StartsWith(prefix, StringComparison.Ordinal) == true))
        {
            Types.Add(type);
            foreach (IType target in type.Dependencies.Select(dependency => dependency.Target))
            {
                if (target.Namespace?.FullName is not { } other || !other.StartsWith(prefix, StringComparison.Ordinal)
                    || AreRelated(type.Namespace.FullName, other)) continue;
                if (!uses.TryGetValue(type.Namespace.FullName, out SortedDictionary<string, string>? targets))
                    uses[type.Namespace.FullName] = targets = new(StringComparer.Ordinal);
                targets.TryAdd(other, $"{type.FullName} uses {target.FullName}");
            }
        }
    }

    /// <summary>All types with the prefix.</summary>
    public List<IType> Types { get; } = [];

    /// <summary>Namespaces that use one another in a circle, each step with an example; empty if there is none.</summary>
    public string[] Cycle()
    {
        HashSet<string> done = [];
        foreach (string start in uses.Keys.Order(StringComparer.Ordinal))
        {
            if (Find(start, [], done) is { } cycle) return cycle;
        }
        return [];
    }

    private string[]? Find(string room, List<string> path, HashSet<string> done)
    {
        int place = path.IndexOf(room);
        if (place >= 0) return [.. path[place..].Zip([.. path[(place + 1)..], room], (from, to) => uses[from][to])];
        if (done.Contains(room) || !uses.TryGetValue(room, out SortedDictionary<string, string>? targets)) return null;
        path.Add(room);
        foreach (string target in targets.Keys)
        {
            if (Find(target, path, done) is { } cycle) return cycle;
        }
        path.RemoveAt(path.Count - 1);
        done.Add(room);
        return null;
    }

    private static bool AreRelated(string one, string other) =>
        one == other || one.StartsWith(other + '.', StringComparison.Ordinal) || other.StartsWith(one + '.', StringComparison.Ordinal);
}
