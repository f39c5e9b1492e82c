using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Jobs;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Webhooks;

namespace Angioboard.Dashboard.Configuration;

/// <summary>
/// Reads section <c>Angioboard</c> and refuses unknown keys, values of the wrong type or out of range, and folders that are not writable.
/// </summary>
public static class Settings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Angioboard";

    /// <summary>The options of a configuration.</summary>
    /// <exception cref="InputException">The configuration is invalid; one line per problem.</exception>
    public static AngioboardOptions Read(IConfiguration configuration)
    {
        IConfigurationSection section = configuration.GetSection(Section);
        List<string> problems = new();
        FindUnread(section, typeof(AngioboardOptions), problems);
        if (problems.Count > 0)
            throw new InputException(problems);
        AngioboardOptions options = section.Get<AngioboardOptions>() ?? new AngioboardOptions();
        FindOutOfRange(options, Section, problems);
        if (options.PathBase is { } pathBase && (!pathBase.StartsWith('/') || pathBase.EndsWith('/')))
            problems.Add($"{Section}:PathBase: \"{pathBase}\" must start with a slash and not end with one, such as /angioboard");
        if (options.PublicUrl is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"))
            problems.Add($"{Section}:PublicUrl: \"{url}\" is not an address such as https://box.example.org/angioboard");
        FindNoNetworks(options.Proxies, "Proxies", problems);
        FindNoNetworks(options.ProxySignIn?.From ?? [], "ProxySignIn:From", problems);
        problems.AddRange(SignInSettings.Problems(options).Select(problem => $"{Section}:{problem}"));
        FindNoNetworks(options.Webhooks.AllowedNetworks, "Webhooks:AllowedNetworks", problems);
        if (options.Webhooks.Proxy is { } proxy
            && !(Uri.TryCreate(proxy, UriKind.Absolute, out Uri? through) && through.Scheme is "http" or "https"))
            problems.Add($"{Section}:Webhooks:Proxy: \"{proxy}\" is not an address such as http://proxy.example.org:3128");
        problems.AddRange(options.Slurm.Problems().Select(problem => $"{Section}:Slurm:{problem}"));
        foreach (string host in options.Hosts.Where(host => Uri.CheckHostName(host) == UriHostNameType.Unknown))
            problems.Add($"{Section}:Hosts: \"{host}\" is not a host name such as box.example.org, without a port");
        if (problems.Count == 0)
            problems.AddRange(DataRoots.Problems(options).Select(problem => $"{Section}:{DataRoots.Setting}: {problem}"));
        CheckTemporary(problems);
        if (problems.Count == 0)
        {
            CheckWritable(options.DataFolder, "DataFolder", problems);
            // If there were runs, a missing results folder is on a drive that is not mounted: it must not be created at the mount point.
            if (problems.Count == 0 && (Directory.Exists(options.Results) || !File.Exists(Database.PathIn(options.DataFolder))))
                CheckWritable(options.Results, "ResultsFolder", problems);
        }
        return problems.Count == 0
            ? options with { DataFolder = Path.GetFullPath(options.DataFolder) }
            : throw new InputException(problems);
    }

    private static void FindUnread(IConfigurationSection section, Type type, List<string> problems)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            PropertyInfo? property = type.GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            if (property is not { CanWrite: true })
                problems.Add($"{child.Path}: there is no such setting; known settings are "
                    + string.Join(", ", type.GetProperties().Where(p => p.CanWrite).Select(p => p.Name)));
            else if (property.PropertyType == typeof(double) && child.Value is { } text
                && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                problems.Add($"{child.Path}: \"{text}\" is not a number; write one with a point, such as 0.5");
            else if (property.PropertyType == typeof(int) && child.Value is { } count
                && !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                problems.Add($"{child.Path}: \"{count}\" is not a whole number; write one in digits, such as 30");
            else if (IsSection(property.PropertyType))
                FindUnread(child, property.PropertyType, problems);
        }
    }

    private static void FindOutOfRange(object options, string path, List<string> problems)
    {
        foreach (PropertyInfo property in options.GetType().GetProperties().Where(p => p.CanWrite))
        {
            object? value = property.GetValue(options);
            if (property.GetCustomAttribute<RangeAttribute>() is { } range && !range.IsValid(value))
                problems.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{path}:{property.Name}: {value} is not between {range.Minimum} and {range.Maximum}"));
            else if (value is not null && IsSection(property.PropertyType))
                FindOutOfRange(value, $"{path}:{property.Name}", problems);
        }
    }

    private static bool IsSection(Type type) => type.IsClass && type != typeof(string) && !typeof(IEnumerable).IsAssignableFrom(type);

    private static void FindNoNetworks(IEnumerable<string> networks, string setting, List<string> problems)
    {
        foreach (string network in networks)
        {
            try
            {
                NetworkText.Parse(network);
            }
            catch (FormatException)
            {
                problems.Add($"{Section}:{setting}: \"{network}\" is neither an address such as 127.0.0.1 "
                    + "nor a network such as 10.0.0.0/8, whose host bits are zero");
            }
        }
    }

    // The sign-in encryption key is first written there, and so are large requests.
    private static void CheckTemporary(List<string> problems)
    {
        try
        {
            File.Delete(Path.GetTempFileName());
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            problems.Add($"TMPDIR: {Path.GetTempPath()} is missing or not writable; set TMPDIR to a folder of this user, or unset it");
        }
    }

    private static void CheckWritable(string folder, string setting, List<string> problems)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".write-{Guid.NewGuid():N}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (FileErrors.Is(e) || e is NotSupportedException or ArgumentException)
        {
            problems.Add($"{Section}:{setting}: {folder} is not writable ({FileTrouble.Words(e)}); "
                + "set another folder, or give this user write access");
        }
    }
}
