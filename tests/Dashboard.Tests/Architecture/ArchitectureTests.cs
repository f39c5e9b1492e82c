using Angioboard.Core;
using Angioboard.Jobs;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;

namespace Angioboard.Dashboard.Tests.Architecture;

/// <summary>The rules in docs/architecture.md on rooms and on who may use whom.</summary>
public sealed class ArchitectureTests
{
    private const int MostFiles = 20;

    private static readonly Lazy<Rooms> Product =
        new(() =>
            new Rooms("Angioboard.", typeof(InputException).Assembly, typeof(AngioboardOptions).Assembly, typeof(DashboardHost).Assembly));

    // Types that estimate, hash and show a run's settings, or look for its weights, without training anything.
    private static readonly string[] Shared = ["BackboneSpec", "Pool", "WeightsChoice", "RunExtension", "HubSettings", "PretrainedWeights"];

    [Fact]
    public void Rooms_do_not_depend_on_one_another_in_a_circle() => None(Product.Value.Cycle());

    [Fact]
    public void An_existing_circle_is_found() =>
        Assert.Equal(
            ["Angioboard.Planted.First.Planted uses Angioboard.Planted.Second.Planted",
                "Angioboard.Planted.Second.Planted uses Angioboard.Planted.First.Planted"],
            new Rooms("Angioboard.Planted", typeof(ArchitectureTests).Assembly).Cycle());

    [Theory]
    [InlineData("Angioboard.Jobs", "Angioboard.Core.Training")]
    [InlineData("Angioboard.Jobs", "Angioboard.Core.Experiments")]
    [InlineData("Angioboard.Jobs", "Angioboard.Core.Models")]
    [InlineData("Angioboard.Jobs", "Angioboard.Core.Reports")]
    [InlineData("Angioboard.Dashboard", "Angioboard.Core.Training")]
    [InlineData("Angioboard.Dashboard", "Angioboard.Core.Experiments")]
    [InlineData("Angioboard.Dashboard", "Angioboard.Core.Models")]
    [InlineData("Angioboard.Dashboard", "Angioboard.Core.Reports")]
    public void The_dashboard_knows_trainers_only_by_settings_and_files(string user, string used) =>
        None(Uses(user, used).Where(use => !Shared.Contains(use.Target.Name)).Select(Describe));

    [Theory]
    [InlineData("Angioboard.Core", "LiteDB")]
    [InlineData("Angioboard.Core", "Microsoft.AspNetCore")]
    [InlineData("Angioboard.Core", "Hangfire")]
    [InlineData("Angioboard.Jobs", "Microsoft.AspNetCore")]
    [InlineData("Angioboard.Jobs", "TorchSharp")]
    [InlineData("Angioboard.Dashboard", "TorchSharp")]
    public void A_project_does_not_use_what_belongs_to_others(string user, string used) => None(Uses(user, used).Select(Describe));

    [Fact]
    public void Only_the_code_that_sets_up_the_application_uses_Hangfire() =>
        None(Uses("Angioboard.Jobs", "Hangfire").Where(use => use.Origin.Namespace.FullName != "Angioboard.Jobs.Hosting").Select(Describe));

    [Fact]
    public void Only_the_program_uses_the_command_line() =>
        None(Product.Value.Types.SelectMany(type => type.Dependencies)
            .Where(use => IsIn(use.Target, "Angioboard.Jobs.CommandLine") && !IsIn(use.Origin, "Angioboard.Jobs.CommandLine"))
            .Select(Describe));

    [Fact]
    public void A_namespace_is_its_folder_and_no_folder_has_too_many_files()
    {
        string root = GoldenFiles.Repository;
        string[] files =
            [.. new[] { "src", "tests" }.SelectMany(folder =>
                Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(root, folder), "*.razor", SearchOption.AllDirectories)))
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))];

        string[] misplaced =
            [.. files.Where(file => Namespaces(Path.Combine(root, file)) is { Length: 1 } found && found[0] != Expected(file))
                .Select(file => $"{file}: {Namespaces(Path.Combine(root, file))[0]}")];
        string[] full =
            [.. files.Where(file => !file.EndsWith(".razor.cs", StringComparison.Ordinal)).GroupBy(file => Path.GetDirectoryName(file)!)
                .Where(folder => folder.Count() > MostFiles).Select(folder => $"{folder.Key}: {folder.Count()} files")];

        None(misplaced);
        None(full);
    }

    [Fact]
    public void Lines_and_files_are_short()
    {
        string root = GoldenFiles.Repository;
        string[] files = [.. SourceFiles.All(root)];

        Assert.True(files.Length > 1000, "Too few source files were found");
        None(files.SelectMany(file => SourceFiles.LongLines(root, file)));
        None(files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal)).Select(file => (file, SourceFiles.Lines(root, file)))
            .Where(file => file.Item2 > SourceFiles.MostLines).Select(file => $"{file.file}: {file.Item2} lines"));
    }

    private static void None(IEnumerable<string> faults) => Assert.True(!faults.Any(), string.Join('\n', faults.Distinct()));

    // Trainers belong to the command line; the rest of Jobs is the dashboard's half.
    private static IEnumerable<ITypeDependency> Uses(string user, string used) => Product.Value.Types
        .Where(type => IsIn(type, user) && !IsIn(type, "Angioboard.Jobs.CommandLine")).SelectMany(type => type.Dependencies)
        .Where(use => IsIn(use.Target, used));

    private static bool IsIn(IType type, string room) =>
        type.Namespace?.FullName is { } found && (found == room || found.StartsWith(room + '.', StringComparison.Ordinal));

    private static string Describe(ITypeDependency use) => $"{use.Origin.FullName} uses {use.Target.FullName}";

    private static string[] Namespaces(string file) =>
        [.. File.ReadLines(file).Where(line => line.StartsWith("namespace ", StringComparison.Ordinal))
            .Select(line => line["namespace ".Length..].TrimEnd(';', ' '))];

    private static string Expected(string file)
    {
        string folder = Path.GetDirectoryName(file)!.Replace('\\', '/');
        // What tests share is in their root folder.
        return folder == "tests"
            ? "Angioboard.Tests"
            : $"Angioboard.{folder[(folder.IndexOf('/', StringComparison.Ordinal) + 1)..].Replace('/', '.')}";
    }
}
