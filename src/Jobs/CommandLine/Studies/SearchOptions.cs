using System.CommandLine;
using Angioboard.Core;
using Angioboard.Core.Studies.Searching;
using Angioboard.Jobs.Studies.Planning;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>--search and its options: when variants that fall back are paused.</summary>
internal sealed class SearchOptions
{
    private readonly Option<string?> search = new("--search")
    {
        Description = "Pause variants that fall back in validation, never the baseline: median, below the median of the others at the same "
            + "epoch; or halving, all but the best share at each rung", HelpName = "RULE",
    };
    private readonly Option<string?> startup = new($"--{TypedSearch.StartupField}")
    {
        Description = "With --search median, other variants that have to finish before any pauses [default: 5]", HelpName = "N",
    };
    private readonly Option<string?> warmup = new($"--{TypedSearch.WarmupField}")
    {
        Description = "With --search median, epochs before which no variant pauses [default: 0]", HelpName = "N",
    };
    private readonly Option<string?> rungs = new($"--{TypedSearch.RungsField}")
    {
        Description = "With --search halving, the epochs after which variants are compared, such as 5,15", HelpName = "LIST",
    };
    private readonly Option<string?> factor = new($"--{TypedSearch.FactorField}")
    {
        Description = $"With --search halving, one in this many goes on at each rung [default: {TypedSearch.UsualFactor}]", HelpName = "N",
    };

    public SearchOptions(Command command)
    {
        foreach (Option option in new Option[] { search, startup, warmup, rungs, factor }) command.Options.Add(option);
    }

    /// <summary>The rule; null without --search.</summary>
    /// <exception cref="InputException">It cannot be read, or an option of another rule was given.</exception>
    public SearchRule? Read(ParseResult parsed)
    {
        TypedSearch typed = new()
        {
            Rule = parsed.GetValue(search) ?? "", Startup = parsed.GetValue(startup) ?? "", Warmup = parsed.GetValue(warmup) ?? "",
            Rungs = parsed.GetValue(rungs) ?? "", Factor = parsed.GetValue(factor) ?? "",
        };
        List<(string Field, string Text)> problems = [];
        SearchRule? rule = typed.Read(problems);
        if (typed.Rule.Length == 0 || TypedSearch.Rules.Contains(typed.Rule))
        {
            problems.AddRange(typed.OfOtherRule.Select(field => (field.Name,
                $"belongs to --search {field.Rule}; give that, or leave this out")));
        }
        return problems.Count == 0 ? rule : throw new InputException([.. problems.Select(problem => $"--{problem.Field}: {problem.Text}")]);
    }
}
