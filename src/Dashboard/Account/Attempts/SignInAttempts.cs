using System.Net;
using System.Net.Sockets;

namespace Angioboard.Dashboard.Account.Attempts;

/// <summary>
/// Limits wrong passwords per minute: for a name from one network, for a network, and for all unknown browsers, so that trying one password
/// on every name is slow too. A browser in which the user has signed in before has its own budget, so nobody elsewhere can lock that user
/// out.
/// </summary>
/// <remarks>
/// Refused attempts are not counted, so the budgets also bound the memory. Time is monotonic: setting the clock does not lengthen a wait.
/// </remarks>
public sealed class SignInAttempts(TimeProvider time)
{
    /// <summary>The maximum number of failures per minute.</summary>
    public const int OfName = 5, OfNetwork = 20, OfStrangers = 240, OfDevice = 10, OfLinks = 60;

    private const int LongestName = 64;
    private static readonly TimeSpan window = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Queue<long>> attempts = [];
    private readonly Lock gate = new();

    /// <summary>The number of keys counted at present.</summary>
    internal int Counted
    {
        get
        {
            lock (gate)
                return attempts.Count;
        }
    }

    /// <summary>Counts an attempt before it is checked; returns the time to wait if there were too many, else null.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="name">The name that was typed.</param>
    /// <param name="device">The browser's mark, if this user has signed in there before.</param>
    public TimeSpan? Begin(IPAddress? address, string name, string? device) => Begin(Budgets(address, name, device));

    /// <summary>Counts a wrong console link, separately from passwords; true if it is still to be logged.</summary>
    public bool BeginLink(IPAddress? address) => Begin([($"link {Network(address)}", OfName), ("links", OfLinks)]) is null;

    /// <summary>Counts a sign-in by a provider or a proxy that was refused; true if it is still to be logged.</summary>
    public bool BeginProvider(IPAddress? address) => Begin([($"provider {Network(address)}", OfNetwork), ("providers", OfLinks)]) is null;

    private TimeSpan? Begin((string Key, int Allowed)[] budgets)
    {
        lock (gate)
        {
            Forget();
            TimeSpan[] waits =
                budgets.Where(budget => attempts.TryGetValue(budget.Key, out Queue<long>? times) && times.Count >= budget.Allowed)
                .Select(budget => window - time.GetElapsedTime(attempts[budget.Key].ElementAt(attempts[budget.Key].Count - budget.Allowed)))
                .ToArray();
            if (waits.Length > 0)
                return waits.Max();
            foreach ((string? key, int _) in budgets)
            {
                if (!attempts.TryGetValue(key, out Queue<long>? times))
                    attempts[key] = times = [];
                times.Enqueue(time.GetTimestamp());
            }
            return null;
        }
    }

    /// <summary>Removes a correct attempt from the count.</summary>
    public void Succeed(IPAddress? address, string name, string? device)
    {
        lock (gate)
        {
            foreach ((string? key, int _) in Budgets(address, name, device))
            {
                if (attempts.TryGetValue(key, out Queue<long>? times))
                    times.TryDequeue(out _);
            }
        }
    }

    private static (string Key, int Allowed)[] Budgets(IPAddress? address, string name, string? device)
    {
        if (device is not null)
            return [($"device {device}", OfDevice)];
        string network = Network(address);
        string known = name[..Math.Min(name.Length, LongestName)].ToLowerInvariant();
        return [($"name {network} {known}", OfName), ($"network {network}", OfNetwork), ("strangers", OfStrangers)];
    }

    // One subscriber can have all addresses of such a network.
    private static string Network(IPAddress? address)
    {
        if (address is null)
            return "none";
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        byte[] bytes = plain.GetAddressBytes();
        return Convert.ToHexString(bytes, 0, plain.AddressFamily == AddressFamily.InterNetwork ? 3 : 8);
    }

    private void Forget()
    {
        foreach ((string? key, Queue<long>? times) in attempts.ToArray())
        {
            while (times.TryPeek(out long at) && time.GetElapsedTime(at) >= window)
                times.Dequeue();
            if (times.Count == 0)
                attempts.Remove(key);
        }
    }
}
