package inspector

// canonical is the usual order of the steps of a login. Its position is a
// step's rank.
var canonical = []StepKind{
	StepInit, StepSTS, StepVendors, StepConfig, StepEnv, StepPrefetch, StepCarrierConfig,
	StepPage, StepPageEvent, StepToken, StepCarrierLog, StepMonitor,
	StepExchange, StepServerQuery, StepIDToken, StepCallback,
}

// expected are the steps that every one-click login goes through, whether they
// can be seen or not. The others depend on the app, the carrier or the user.
var expected = []StepKind{
	StepSTS, StepVendors, StepConfig, StepEnv, StepPrefetch, StepPage, StepToken, StepExchange, StepCallback,
}

// phase groups the ranks: steps of one phase come in any order.
func phase(k StepKind) int {
	switch k {
	case StepInit, StepSTS, StepVendors, StepConfig:
		return 0
	case StepEnv:
		return 1
	case StepPrefetch, StepCarrierConfig:
		return 2
	case StepPage:
		return 3
	case StepPageEvent:
		return 4
	case StepToken:
		return 5
	case StepExchange, StepServerQuery:
		return 6
	case StepIDToken:
		return 7
	case StepCallback:
		return 8
	}
	return -1 // monitor and log calls: at any time
}

// harmless are steps whose failure breaks no login.
func harmless(k StepKind) bool {
	return k == StepMonitor || k == StepCarrierLog || k == StepCarrierConfig || k == StepIDToken
}

// route is how a step is drawn in the sequence diagram when no evidence says it.
type route struct {
	role, from, to Lane
	network        Network
}

var routes = map[StepKind]route{
	StepInit:          {LaneSDK, LaneApp, LaneSDK, NetLocal},
	StepSTS:           {LaneAlibaba, LaneSDK, LaneAlibaba, NetDefault},
	StepVendors:       {LaneAlibaba, LaneSDK, LaneAlibaba, NetDefault},
	StepConfig:        {LaneAlibaba, LaneSDK, LaneAlibaba, NetDefault},
	StepEnv:           {LaneSDK, LaneApp, LaneSDK, NetLocal},
	StepPrefetch:      {LaneCarrier, LaneSDK, LaneCarrier, NetCellular},
	StepPage:          {LaneSDK, LaneSDK, LaneUser, NetLocal},
	StepPageEvent:     {LaneSDK, LaneUser, LaneSDK, NetLocal},
	StepToken:         {LaneCarrier, LaneSDK, LaneCarrier, NetCellular},
	StepCarrierConfig: {LaneCarrier, LaneSDK, LaneCarrier, NetDefault},
	StepCarrierLog:    {LaneCarrier, LaneSDK, LaneCarrier, NetDefault},
	StepMonitor:       {LaneAlibaba, LaneSDK, LaneAlibaba, NetDefault},
	StepExchange:      {LaneIDaaS, LaneApp, LaneIDaaS, NetDefault},
	StepIDToken:       {LaneIDaaS, LaneApp, LaneIDaaS, NetDefault},
	StepCallback:      {LaneApp, LaneSDK, LaneApp, NetLocal},
	StepServerQuery:   {LaneAlibaba, LaneIDaaS, LaneAlibaba, NetDefault},
}
