namespace Angioboard.Dashboard.Account;

/// <summary>Lets five wrong attempts a minute pass for an address and for a name, then says how long to wait.</summary>
public sealed class SignInAttempts(TimeProvider time)
{
    private const int Allowed = 5;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, List<DateTimeOffset>> attempts = [];
    private readonly Lock gate = new();

    /// <summary>Counts an attempt before it is judged; the time to wait if there were too many, else null.</summary>
    public TimeSpan? Begin(string address, string name)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            Forget(now);
            var keys = Keys(address, name);
            var full = keys.Where(key => attempts.TryGetValue(key, out var times) && times.Count >= Allowed).ToArray();
            if (full.Length > 0)
                return full.Max(key => attempts[key][^Allowed]) + Window - now;
            foreach (var key in keys)
            {
                if (!attempts.TryGetValue(key, out var times))
                    attempts[key] = times = [];
                times.Add(now);
            }
            return null;
        }
    }

    /// <summary>Takes back the count of an attempt that was right.</summary>
    public void Succeed(string address, string name)
    {
        lock (gate)
        {
            foreach (var key in Keys(address, name))
            {
                if (attempts.TryGetValue(key, out var times) && times.Count > 0)
                    times.RemoveAt(times.Count - 1);
            }
        }
    }

    private static string[] Keys(string address, string name) => [$"address {address}", $"name {name.ToLowerInvariant()}"];

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, times) in attempts.ToArray())
        {
            times.RemoveAll(at => now - at >= Window);
            if (times.Count == 0)
                attempts.Remove(key);
        }
    }
}
